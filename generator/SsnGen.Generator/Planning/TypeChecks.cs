using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.Generator.Planning;

/// <summary>Whether the classes and properties of a definition have a form that code can be added to.</summary>
internal static class TypeChecks
{
    // What the generated part of a model, and of a block, declares itself.
    private static readonly string[] ModelNames =
        ["Layers", "Kernels", "GpuKernels", "GpuHalfKernels", "GpuNetwork", "Module", "Load", "Create", "Run", "InputLength", "OutputLength", "SelectionHash", "LayerList", "DescribeLayers"];

    private static readonly string[] BlockNames = ["Shortcut"];

    public static void Check(ModelDefinition model, Findings findings)
    {
        CheckType(model.Name, model.Form, model.Place, findings);
        CheckMembers(model.Name, model.Members, ModelNames, findings);
        CheckSize("Channels", model.Channels);
        CheckSize("Height", model.Height);
        CheckSize("Width", model.Width);
        if (model.Backend is not (Backend.Cpu or Backend.Gpu or Backend.Both))
        {
            findings.Add(Descriptors.InvalidValue, model.AttributePlace, model.Name, "Backend", Text((int)model.Backend), "Backend.Cpu, Backend.Gpu or Backend.Both");
        }

        if ((long)model.Height * model.Width > ProducerPlanner.MaximumSlab)
        {
            findings.Add(Descriptors.TooLarge, model.Place, model.Name, "reads " + Text(model.Height) + "x" + Text(model.Width) + " pixels");
        }
        else if (Sizes.Product(Math.Max(0, model.Channels), Math.Max(0, model.Height), Math.Max(0, model.Width)) > Expansion.MaximumValues)
        {
            findings.Add(Descriptors.TooLarge, model.Place, model.Name, "reads " + Text(model.Channels) + "x" + Text(model.Height) + "x" + Text(model.Width) + " values, more than 6 GB");
        }

        if (model.Members.Length == 0)
        {
            findings.Add(Descriptors.EmptyModel, model.Place, model.Name);
        }

        void CheckSize(string name, int value)
        {
            if (value < 1)
            {
                findings.Add(Descriptors.InvalidValue, model.Place, model.Name, name, Text(value), "at least 1");
            }
        }
    }

    public static void Check(BlockDefinition block, Findings findings)
    {
        CheckType(block.Name, block.Form, block.Place, findings);
        CheckMembers(block.Name, block.Members, BlockNames, findings);
        if (block.Members.Length == 0)
        {
            findings.Add(Descriptors.EmptyModel, block.Place, block.Name);
        }
    }

    private static void CheckType(string name, TypeForm form, Place place, Findings findings)
    {
        if (form.HasFlag(TypeForm.NotPartial))
        {
            findings.Add(Descriptors.NotPartial, place, name);
        }

        var unsupported = form switch
        {
            _ when form.HasFlag(TypeForm.Nested) => "nested in another type",
            _ when form.HasFlag(TypeForm.Generic) => "generic",
            _ when form.HasFlag(TypeForm.StaticOrAbstract) => "static or abstract",
            _ when form.HasFlag(TypeForm.Record) => "a record",
            _ => null,
        };
        if (unsupported is not null)
        {
            findings.Add(Descriptors.UnsupportedClass, place, name, unsupported);
        }
    }

    private static void CheckMembers(string type, EquatableArray<MemberDefinition> members, string[] reserved, Findings findings)
    {
        foreach (var member in members)
        {
            if (member.Kind == MemberKind.Other)
            {
                var needed = member.Facets.Any(static f => f is RepeatFacet) ? "'Stage<TBlock>'" : "'Layer'";
                findings.Add(Descriptors.WrongMemberType, member.Place, member.Name, member.TypeName, needed);
            }
            else if (!member.IsImplementable)
            {
                findings.Add(Descriptors.PropertyNotPartial, member.Place, member.Name, member.TypeName);
            }

            if (reserved.Contains(member.Name))
            {
                findings.Add(Descriptors.ReservedName, member.Place, type, member.Name);
            }
        }
    }

    private static string Text(int value) => Emission.Literal.Of(value);
}
