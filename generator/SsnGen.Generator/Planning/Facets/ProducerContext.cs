using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.Generator.Planning.Facets;

/// <summary>Where in a network a producer stands.</summary>
/// <param name="SiteOf">Where to report what stands at a place.</param>
/// <param name="Stage">The stage that repeats its block, or null.</param>
/// <param name="Input">The shape that it reads.</param>
/// <param name="ShapeOf">The shape of what a name of another layer stands for.</param>
/// <param name="IsNormalized">Whether its layer is normalized, whose shift makes a bias redundant.</param>
internal sealed record ProducerContext(Func<Place, Site> SiteOf, StageContext? Stage, Shape Input, Func<string, Shape> ShapeOf, bool IsNormalized, Findings Findings);

/// <summary>What the values of a producer are checked with, whatever its layer's shape.</summary>
/// <param name="Name">The name of the layer.</param>
/// <param name="IsBlock">Whether it is a layer of a block.</param>
/// <param name="Values">Checks values of the attribute.</param>
internal sealed record ProducerChecks(string Name, bool IsBlock, Values Values, Findings Findings);
