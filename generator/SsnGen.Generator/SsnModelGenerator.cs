using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Emission;
using SsnGen.Generator.Emission.Broken;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator;

/// <summary>
/// Definition, plan, text: the pipeline and nothing else. What is wrong with a definition is said by <see cref="SsnModelAnalyzer"/>,
/// and here only where the compiler stops before it asks its analyzers.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class SsnModelGenerator : IIncrementalGenerator
{
    /// <summary>Names of the pipeline's steps, for tests of its caching.</summary>
    internal const string DeclarationsStep = "Declarations";
    internal const string DefinitionStep = "Definition";
    internal const string PlanStep = "Plan";
    internal const string ScheduleStep = "Schedule";
    internal const string BlockStep = "Block";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Read again only where declarations change: most keystrokes change statements and comments.
        var declarations = context.CompilationProvider.WithComparer(SameDeclarations.Comparer).WithTrackingName(DeclarationsStep);
        var isForBrowsers = context.AnalyzerConfigOptionsProvider.Select(static (o, _) => ProjectOptions.IsBuiltForBrowsers(o.GlobalOptions));
        var options = declarations.Select(static (c, _) => ProjectOptions.Of(c)).Combine(isForBrowsers).Select(static (o, _) => o.Left with { IsForBrowsers = o.Right });

        // Each list is made in one step of all files. Were it put together of one list for each file, what one file has more of would
        // shift the rest, and the driver would take what it knows of one class for another's.
        var candidates = declarations
            .SelectMany(static (c, _) => c.SyntaxTrees)
            .Select(static (tree, cancellation) => DeclaredTypes.Of(tree, cancellation))
            .Collect()
            .Combine(declarations)
            .Select(static (c, _) => new Candidates(c.Left, c.Right));
        var models = candidates.SelectMany(static (c, cancellation) => Models(c, cancellation)).WithTrackingName(DefinitionStep);
        var blocks = candidates.SelectMany(static (c, cancellation) => Blocks(c, cancellation)).WithTrackingName(BlockStep);
        var unmarked = candidates.SelectMany(static (c, cancellation) => Unmarked(c, cancellation));
        var stopping = models.Select(static (m, _) => m.Findings).Collect()
            .Combine(blocks.Select(static (b, _) => b.Findings).Collect())
            .Combine(unmarked.Select(static (u, _) => u.Findings).Collect())
            .Select(static (f, _) => EquatableArray.From(f.Left.Left.Concat(f.Left.Right).Concat(f.Right).SelectMany(static f => f)));
        Report(context, stopping.Combine(declarations).Combine(context.CompilationProvider)
            .Select(static (f, cancellation) => MovedFindings.To(f.Left.Left, f.Left.Right, f.Right, cancellation)));

        var hints = models.Select(static (m, _) => m.Definition.Class.Key).Collect()
            .Combine(blocks.Select(static (b, _) => b.Definition.Class.Key).Collect())
            .Combine(unmarked.Select(static (u, _) => u.Definition.Key).Collect())
            .Select(static (names, _) => HintNames.Of(names.Left.Left.Concat(names.Left.Right).Concat(names.Right)));
        var plans = models
            .Select(static (m, cancellation) => Plan(m.Definition, cancellation))
            .WithTrackingName(PlanStep);
        var schedules = plans.Combine(options)
            .Select(static (p, _) => new Scheduled(p.Left.Definition, Schedule(p.Left, p.Right)))
            .WithTrackingName(ScheduleStep);
        ReportUses(context, options, schedules);
        context.RegisterSourceOutput(
            schedules.Combine(hints).Select(static (s, _) => (Scheduled: s.Left, Hint: s.Right.Of(s.Left.Definition.Class))).Combine(options),
            static (c, s) => EmitModel(c, s.Left.Scheduled, s.Left.Hint, s.Right));
        context.RegisterSourceOutput(
            blocks.Select(static (b, _) => b.Definition).Combine(hints).Select(static (b, _) => (Block: b.Left, Hint: b.Right.Of(b.Left.Class))).Combine(options),
            static (c, b) => EmitBlock(c, b.Left.Block, b.Left.Hint, b.Right));
        context.RegisterSourceOutput(
            unmarked.Select(static (u, _) => u.Definition).Combine(hints).Select(static (u, _) => (Class: u.Left, Hint: u.Right.Of(u.Left))).Combine(options),
            static (c, u) => EmitUnmarked(c, u.Left.Class, u.Left.Hint, u.Right));
    }

    private static IEnumerable<Read<ModelDefinition>> Models(Candidates candidates, CancellationToken cancellation) =>
        from type in candidates.With(DefinitionReader.ModelAttribute, cancellation)
        let model = DefinitionReader.ReadModel(type, candidates.Compilation, cancellation)
        select new Read<ModelDefinition>(model, StoppingChecks.Check(model.Class, ProjectOptions.KnowsPartialProperties(candidates.Compilation)));

    private static IEnumerable<Read<BlockDefinition>> Blocks(Candidates candidates, CancellationToken cancellation) =>
        from type in candidates.With(DefinitionReader.BlockAttribute, cancellation)
        let block = DefinitionReader.ReadBlock(type, candidates.Compilation, cancellation)
        select new Read<BlockDefinition>(block, StoppingChecks.Check(block.Class, ProjectOptions.KnowsPartialProperties(candidates.Compilation)));

    private static IEnumerable<Read<ClassDefinition>> Unmarked(Candidates candidates, CancellationToken cancellation) =>
        from type in candidates.Unmarked(cancellation)
        let unmarked = DefinitionReader.ReadUnmarked(type, candidates.Compilation, cancellation)
        select new Read<ClassDefinition>(unmarked, StoppingChecks.CheckUnmarked(unmarked, ProjectOptions.KnowsPartialProperties(candidates.Compilation)));

    private static void ReportUses(
        IncrementalGeneratorInitializationContext context, IncrementalValueProvider<ProjectOptions> options, IncrementalValuesProvider<Scheduled> schedules)
    {
        var withoutKernels = schedules
            .Select(static (s, _) => s.Schedule is { Kernels.Length: 0, Model.Kernels.Length: > 0 } ? s.Definition.Class.FullName : "")
            .Collect();
        var uses = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => PackageUse.MayBe(node), static (c, _) => (c.Node, c.SemanticModel))
            .Combine(options)
            .Combine(withoutKernels)
            .Select(static (u, cancellation) => CheckUse(u.Left.Left.Node, u.Left.Left.SemanticModel, u.Left.Right, u.Right, cancellation));
        Report(context, uses.Collect().Select(static (f, _) => EquatableArray.From(f.OfType<Finding>())));
    }

    private static Finding? CheckUse(
        SyntaxNode node, SemanticModel semantics, ProjectOptions options, IReadOnlyList<string> withoutKernels, CancellationToken cancellation) =>
        PackageUse.Missing(node, semantics, options, withoutKernels, cancellation) is { } m
            ? new Finding(Descriptors.MissingPackage, m.Place, new([m.Use, m.Purpose, m.Package, m.Otherwise]))
            : null;

    // A branch of its own: what is reported depends on places, and what is emitted must not.
    private static void Report(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<EquatableArray<Finding>> findings) =>
        context.RegisterSourceOutput(findings, static (c, found) =>
        {
            foreach (var finding in found)
            {
                c.ReportDiagnostic(finding.ToDiagnostic(static place => Location.Create(place.File, place.Span, place.Lines)));
            }
        });

    // Findings are the analyzer's matter: they depend on places, and nothing here does.
    private static Planned Plan(ModelDefinition definition, CancellationToken cancellation)
    {
        var result = ModelPlanner.Plan(definition, cancellation);
        return new Planned(definition, result.Plan, result.Inference, result.Sizes);
    }

    // Null where emitted code could not compile: the project is told so, and what the model declares throws.
    private static ModelSchedule? Schedule(Planned planned, ProjectOptions options) =>
        planned.Plan is { } plan && options is { AllowsUnsafe: true, HasPartialProperties: true, IsServed: true } ? Scheduler.Schedule(plan, planned.Inference, options, planned.Sizes) : null;

    private static void EmitModel(SourceProductionContext context, Scheduled scheduled, string hint, ProjectOptions options)
    {
        if (scheduled.Schedule is not { } schedule)
        {
            EmitBroken(context, scheduled.Definition.Class, hint, options, w => BrokenClassEmitter.Emit(w, scheduled.Definition, options));
            return;
        }

        foreach (var (part, emit) in ModelEmitter.Files(schedule))
        {
            AddSource(context, HintNames.File(hint, part), emit, isForBrowsers: options.IsForBrowsers);
        }
    }

    private static void EmitBlock(SourceProductionContext context, BlockDefinition block, string hint, ProjectOptions options)
    {
        if (block.Class.Form.HasFlag(ClassForm.ModelAndBlock))
        {
            // Emitted as the model that it also is.
            return;
        }

        var findings = new Findings();
        ClassChecks.Check(block, findings);
        if (findings.HasErrors || block.Class.IsUnreadable)
        {
            EmitBroken(context, block.Class, hint, options, w => BrokenClassEmitter.Emit(w, block));
        }
        else if (options.HasPartialProperties)
        {
            AddSource(context, HintNames.File(hint, ""), w => BlockEmitter.Emit(w, block));
        }
    }

    private static void EmitUnmarked(SourceProductionContext context, ClassDefinition type, string hint, ProjectOptions options) =>
        EmitBroken(context, type, hint, options, w => BrokenClassEmitter.Emit(w, type));

    private static void EmitBroken(SourceProductionContext context, ClassDefinition type, string hint, ProjectOptions options, Action<SourceWriter> emit)
    {
        if (type.CanHaveParts && options.HasPartialProperties)
        {
            AddSource(context, HintNames.File(hint, ""), emit);
        }
    }

    private static void AddSource(SourceProductionContext context, string name, Action<SourceWriter> emit, bool isForBrowsers = false)
    {
        var writer = new SourceWriter { IsForBrowsers = isForBrowsers };
        emit(writer);
        context.AddSource(name, writer.ToSourceText());
    }

    private sealed record Planned(ModelDefinition Definition, ModelPlan? Plan, InferencePlan? Inference, EquatableArray<SizePlan> Sizes);

    private sealed record Scheduled(ModelDefinition Definition, ModelSchedule? Schedule);
}

/// <summary>What was read of a class, and what the generator itself must say of it.</summary>
internal sealed record Read<T>(T Definition, EquatableArray<Finding> Findings);
