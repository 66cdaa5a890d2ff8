using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using static SsnGen.Generator.Text.Literal;

namespace SsnGen.Generator.Planning;

/// <summary>Whether the classes of a definition have a form that code can be added to, and what of that the compiler would not let an analyzer say.</summary>
internal static class ClassChecks
{
    private const string Plain = "declare it as a plain partial class directly in a namespace";

    /// <summary>Checks everything about a model that does not depend on shapes.</summary>
    public static void Check(ModelDefinition model, Findings findings)
    {
        Check(model.Class, findings);
        if (!model.IsReadable)
        {
            return;
        }

        MemberChecks.Check(model.Class, isBlock: false, findings);
        if (model.Members.LastOrDefault(static m => m.Kind != MemberKind.Input) is { IsTrainingOnly: true } last)
        {
            findings.Add(
                Descriptors.Misplaced, last.Facets.First(static f => f is OutputFacet).Place, last.Name, "the network returns what its last layer computes, after training too: leave TrainingOnly out, or put the layer before the last");
        }

        SampleChecks.Check(model.Sample, model.Name, model.AttributePlace, model.Class.Place, findings);
        SizeChecks.Check(model, findings);
        if (model.Backend is not (Backend.Cpu or Backend.Gpu or Backend.Both))
        {
            findings.Add(Descriptors.InvalidValue, model.AttributePlace, model.Name, "Backend", Of((int)model.Backend), "Backend.Cpu, Backend.Gpu or Backend.Both");
        }
    }

    /// <summary>Checks everything about a block that does not depend on its use.</summary>
    public static void Check(BlockDefinition block, Findings findings)
    {
        Check(block.Class, findings);
        MemberChecks.Check(block.Class, isBlock: true, findings);
    }

    /// <summary>Checks the form of a class.</summary>
    public static void Check(ClassDefinition type, Findings findings)
    {
        CheckForm(type, findings);
        foreach (var problem in type.Problems)
        {
            Report(type, problem, findings);
        }

        if (type.Members.All(static m => m.Kind == MemberKind.Input))
        {
            findings.Add(Descriptors.EmptyModel, type.Place, type.Name);
        }
    }

    /// <summary>Checks what kind of type a class is: all that can be said where no further part of it compiles.</summary>
    public static void CheckForm(ClassDefinition type, Findings findings)
    {
        if (type.Form.HasFlag(ClassForm.NotPartial))
        {
            findings.Add(Descriptors.NotPartial, type.Place, type.Name);
        }

        if (Unsupported(type.Form) is var (what, remedy) && what.Length > 0)
        {
            findings.Add(Descriptors.UnsupportedClass, type.Place, type.Name, what, remedy);
        }
    }

    private static (string What, string Remedy) Unsupported(ClassForm form) => form switch
    {
        _ when form.HasFlag(ClassForm.ModelAndBlock) => ("is a model and a block", "leave one of the attributes out; a block is a template, and a model that repeats it makes a network of it"),
        _ when form.HasFlag(ClassForm.NotAClass) => ("is no class", Plain),
        _ when form.HasFlag(ClassForm.FileLocal) => ("is visible in its file only", "leave 'file' out, as its other part stands in another file"),
        _ when form.HasFlag(ClassForm.Nested) => ("is nested in another type", Plain),
        _ when form.HasFlag(ClassForm.Generic) => ("is generic", Plain),
        _ when form.HasFlag(ClassForm.Static) => ("is static", Plain),
        _ when form.HasFlag(ClassForm.Abstract) => ("is abstract", Plain),
        _ when form.HasFlag(ClassForm.Record) => ("is a record", Plain),
        _ when form.HasFlag(ClassForm.Derived) => ("derives from a model or block", "declare its layers in one class; what networks share is a block"),
        _ => ("", ""),
    };

    private static void Report(ClassDefinition type, ClassProblem problem, Findings findings)
    {
        switch (problem.Kind)
        {
            case ClassProblemKind.Constructor:
                findings.Add(Descriptors.UnsupportedClass, problem.Place, type.Name, "has a constructor of its own", "remove it, as the emitted part alone makes the class, by Load and Create or as a part of a network");
                break;
            case ClassProblemKind.Required:
                findings.Add(
                    Descriptors.UnsupportedClass,
                    problem.Place,
                    type.Name,
                    "has the required member '" + problem.Name + "'" + (problem.Detail.Length == 0 ? "" : " from '" + problem.Detail + "'"),
                    "leave 'required' out, as emitted code makes the class and knows no value for it");
                break;
            case ClassProblemKind.Unset:
                findings.Add(Descriptors.UnsupportedClass, problem.Place, type.Name, "has the member '" + problem.Name + "' without a value", "initialize it, or let it be null, as emitted code makes the class and knows no value for it");
                break;
            case ClassProblemKind.BaseConstructor:
                findings.Add(Descriptors.UnsupportedClass, problem.Place, type.Name, "derives from '" + problem.Name + "'", "give that class a constructor without parameters that can be called from here, or hold it as a member");
                break;
            case ClassProblemKind.TakenName:
                findings.Add(Descriptors.ReservedName, problem.Place, type.Name, "has a member", problem.Name, "the emitted part declares itself", "it");
                break;
            case ClassProblemKind.InheritedName:
                findings.Add(Descriptors.ReservedName, problem.Place, type.Name, "inherits from '" + problem.Detail + "' a member", problem.Name, "the emitted part declares itself", "it, or hold that class as a member");
                break;
            case ClassProblemKind.HidingLayer:
                findings.Add(Descriptors.ReservedName, problem.Place, type.Name, "has a layer", problem.Name, "it inherits from '" + problem.Detail + "'", "the layer");
                break;
            case ClassProblemKind.OwnName:
                findings.Add(Descriptors.ReservedName, problem.Place, type.Name, "is called", problem.Name, "its emitted part declares as a member", "the class");
                break;
            case ClassProblemKind.SplitLayers:
                findings.Add(Descriptors.SplitLayers, problem.Place, problem.Name, type.Name, problem.Detail);
                break;
            default:
                throw new InvalidOperationException("Nothing is said of " + problem.Kind);
        }
    }
}
