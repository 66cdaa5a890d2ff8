using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Planning.Facets;
using static SsnGen.Generator.Text.Literal;

namespace SsnGen.Generator.Planning;

/// <summary>Makes one layer out of the facets of one property, in one place of the expansion.</summary>
internal sealed class LayerBuilder(MemberDefinition member, Scope scope, Expansion expansion, Findings findings)
{
    // More than any memory has; whether a layer's values fit is checked when it is appended.
    private const int MostChannels = int.MaxValue - ChannelBlock.Size;

    private string Path => scope.Prefix + member.Name;

    public LayerPlan Build()
    {
        var sources = Facet<ConcatFacet>() is { } concat ? EquatableArray.From(concat.Sources.Select(s => scope.Resolve(s.Name)))
            : new([Facet<FromFacet>() is { } from ? scope.Resolve(from.Source) : scope.Last]);
        var input = Joined(sources);
        var ssn = Facet<SsnFacet>();
        var (producer, output) = ProducerPlanner.Plan(Facet<ProducerFacet>(), new ProducerContext(SiteOf, scope.Stage, input, name => expansion.ShapeOf(scope.Resolve(name)), ssn is not null, findings));
        var normalization = ssn is null ? null : new NormalizationPlanner(SiteOf(ssn.Place), findings).Plan(ssn, output);
        return Layer(Path, sources, input, output, producer, normalization) with
        {
            Tail = new TailPlan(EquatableArray.From(Tail(output, ssn))),
            Dropout = Facet<DropoutFacet>()?.Probability ?? 0,
        };
    }

    private T? Facet<T>()
        where T : Facet => member.Facets.OfType<T>().FirstOrDefault();

    private Site SiteOf(Place place) => Site.Of(Path, place, scope.Stage?.Model);

    // What makes it one of the network's layers is given when it is appended.
    private static LayerPlan Layer(string path, EquatableArray<int> sources, Shape input, Shape output, Producer producer, NormalizationPlan? normalization) =>
        new(Index: -1, Declared: -1, Value: -1, path, Identifier: "", sources, input, output, producer, normalization, TailPlan.Nothing, Dropout: 0);

    // All channels, one after the other. Of what does not fit, the first says height and width.
    private Shape Joined(EquatableArray<int> sources)
    {
        var first = expansion.ShapeOf(sources[0]);
        for (var i = 1; i < sources.Length; i++)
        {
            if (expansion.ShapeOf(sources[i]) is var shape && !shape.Joins(first))
            {
                var site = SiteOf(Facet<ConcatFacet>()!.Sources[i].Place);
                findings.Add(
                    Descriptors.ShapeMismatch, site, site.Name, "reads " + first, "join", expansion.NameOf(sources[i]), shape.ToString(), "give both the same strides, or resize one");
            }
        }

        return first with { Channels = (int)Math.Min(sources.Sum(s => (long)expansion.ShapeOf(s).Channels), MostChannels) };
    }

    // In the order of the attributes, but for the activation, which is last.
    private List<TailStep> Tail(Shape output, SsnFacet? ssn)
    {
        var steps = new List<TailStep>();
        foreach (var facet in member.Facets)
        {
            switch (facet)
            {
                case ShortcutFacet shortcut:
                    if (Shortcut(shortcut, scope.Stage!, output, ssn) is { } value)
                    {
                        steps.Add(new TailStep.Add(value));
                    }

                    break;
                case AddFacet add:
                    steps.Add(new TailStep.Add(Operand(add, output)));
                    break;
                case MultiplyFacet multiply:
                    steps.Add(new TailStep.Multiply(Operand(multiply, output)));
                    break;
            }
        }

        if (Facet<ActivationFacet>() is { } activation)
        {
            steps.Add(new TailStep.Activate(ActivationReader.Read(activation)));
        }

        return steps;
    }

    private int Operand(OperandFacet facet, Shape output)
    {
        var value = scope.Resolve(facet.Source);
        var shape = expansion.ShapeOf(value);
        var multiplies = facet is MultiplyFacet;
        if (!Fits(shape))
        {
            // Where only the channels differ, and are the layer's own to choose, they can be mended.
            var isByChannels = Fits(shape with { Channels = output.Channels }) && Facet<ProducerFacet>() is { } producer && ProducerReader.For(producer).ChoosesChannels(producer);
            var (verb, advice) = !multiplies ? ("add", "give both the same channels and strides, or use [Shortcut] in a block")
                : shape.SlabSize == 1 ? ("multiply by", "give both the same channels")
                : ("multiply by", "give both the same channels and strides, or pool it to one pixel of as many channels");
            var site = SiteOf(facet.Place);
            findings.Add(new Finding(Descriptors.ShapeMismatch, site.Place, new([site.Name, "produces " + output, verb, expansion.NameOf(value), shape.ToString(), advice]))
            {
                Within = site.Within,
                Remedy = isByChannels ? "Channels=" + Of(shape.Channels) : null,
            });
        }

        return value;

        bool Fits(Shape operand) => multiplies ? operand.Multiplies(output) : operand.IsLike(output);
    }

    private int? Shortcut(ShortcutFacet shortcut, StageContext stage, Shape output, SsnFacet? ssn)
    {
        var input = expansion.ShapeOf(stage.Input);
        if (input.IsLike(output))
        {
            return stage.Input;
        }

        var site = SiteOf(shortcut.Place);
        if (stage.Projection is not null)
        {
            findings.Add(Descriptors.FacetTwice, site, site.Name, "projecting [Shortcut] in its block", "let one of them stand on a layer of the shape of the block's input");
            return null;
        }

        var projection = Window.Of([.. input.Sides.Select((_, i) => new WindowAxis(1, stage.StrideOf(i, input.Rank)))]);
        var projected = projection.Infer(input, output.Channels, []);
        if (projected != output)
        {
            var (words, remedy) = ShortcutAdvice.For(stage, member, projected, output);
            findings.Add(new Finding(
                Descriptors.ShapeMismatch,
                site.Place,
                new([site.Name, "produces " + output, "add", expansion.NameOf(stage.Input), input.ToString(), $"a {projection.Size} convolution of stride {stage.StrideWords} makes {projected} of it: {words}"]))
            {
                Within = site.Within,
                Remedy = remedy,
            });
            return null;
        }

        var layer = Layer(
            scope.Prefix + "Shortcut",
            new([stage.Input]),
            input,
            output,
            new Producer.Conv(output.Channels, projection, Groups: 1, Bias: ssn is null),
            ssn is null ? null : new NormalizationPlanner(SiteOf(ssn.Place), findings).Plan(ssn with { ZeroGamma = false }, output));
        layer = expansion.Append(layer, member, scope.Stage);
        stage.Projection = layer.Index;
        return layer.Value;
    }
}
