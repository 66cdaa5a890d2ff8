using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Planning.Facets;
using SsnGen.Generator.Text;
using static SsnGen.Generator.Text.Literal;

namespace SsnGen.Generator.Planning;

/// <summary>
/// Checks what can be said of the properties of one class by themselves: without the shapes that they have in a network, so that it
/// is said of a block while it is written, whoever uses it.
/// </summary>
internal sealed class MemberChecks(ClassDefinition type, bool isBlock, Findings findings)
{
    private readonly List<string> _earlier = [];

    /// <summary>Checks all properties of a class.</summary>
    public static void Check(ClassDefinition type, bool isBlock, Findings findings) => new MemberChecks(type, isBlock, findings).Check();

    private void Check()
    {
        foreach (var member in type.Members)
        {
            // Of what does not compile, the compiler says what is wrong.
            if (member.IsReadable)
            {
                CheckForm(member);
                if (!member.Form.HasFlag(MemberForm.WrongType))
                {
                    CheckSources(member);
                    if (member.Kind == MemberKind.Stage)
                    {
                        CheckStage(member);
                    }
                    else if (member.Kind == MemberKind.Input)
                    {
                        CheckInput(member);
                    }
                    else
                    {
                        new FacetChecks(member, isBlock, findings).Check();
                    }
                }
            }

            _earlier.Add(member.Name);
        }
    }

    private void CheckForm(MemberDefinition member)
    {
        if (member.Form.HasFlag(MemberForm.WrongType))
        {
            var needed = member.Kind == MemberKind.Stage || member.Facets.Any(static f => f is RepeatFacet) ? "'Stage<TBlock>'"
                : member.Kind == MemberKind.Input || member.Facets.Any(static f => f is InputFacet) ? "'NetworkInput'" : "'Layer'";
            findings.Add(Descriptors.WrongMemberType, member.Place, member.Name, member.TypeName, needed);
        }
        else if (member.Form != MemberForm.Supported)
        {
            var what = member.Form switch
            {
                _ when member.Form.HasFlag(MemberForm.Indexer) => "is an indexer",
                _ when member.Form.HasFlag(MemberForm.NotPartial) => "is not partial",
                _ when member.Form.HasFlag(MemberForm.Static) => "is static",
                _ when member.Form.HasFlag(MemberForm.Implemented) => "is implemented by hand",
                _ => "has a setter",
            };
            findings.Add(Descriptors.UnsupportedProperty, member.Place, member.Name, what, Declaration(member));
        }
    }

    // As it should be, with what of its modifiers can stay.
    private static string Declaration(MemberDefinition member)
    {
        string[] kept = ["public", "internal", "protected", "private", "new"];
        var modifiers = member.Modifiers.Split(' ').Where(kept.Contains).Append("partial");
        return string.Join(" ", modifiers) + " " + member.TypeName + " " + (member.Form.HasFlag(MemberForm.Indexer) ? "NAME" : Identifier.Of(member.Name)) + " { get; }";
    }

    private void CheckSources(MemberDefinition member)
    {
        var sources = member.Facets.OfType<SourceFacet>().SelectMany(static f => f.Names);
        var likes = member.Facets.OfType<ProducerFacet>().Select(static f => (Name: ProducerReader.For(f).Like(f), f.Place)).Where(static f => f.Name is not null).Select(static f => new SourceName(f.Name!, f.Place));
        foreach (var (source, place) in sources.Concat(likes))
        {
            if (source != LayerSource.Input && !_earlier.Contains(source))
            {
                var nearest = Suggestion.Nearest(source, _earlier);
                findings.Add(new Finding(Descriptors.UnknownLayer, place, new([member.Name, source, type.Name, Suggestion.Words(nearest)])) { Remedy = nearest });
            }
        }
    }

    private void CheckInput(MemberDefinition member)
    {
        if (isBlock)
        {
            findings.Add(Descriptors.Misplaced, member.Place, member.Name, "a block reads what its stage hands it, and has no further inputs: declare the input in the model");
            return;
        }

        foreach (var facet in member.Facets.Where(static f => f is not InputFacet))
        {
            findings.Add(Descriptors.Misplaced, facet.Place, member.Name, "a layer's attribute has no effect on an input, put it on a layer [From] it");
        }

        if (member.Facets.OfType<InputFacet>().FirstOrDefault() is not { } input)
        {
            findings.Add(Descriptors.Misplaced, member.Place, member.Name, "an input needs [Input(Channels = …)]");
            return;
        }

        SampleChecks.Check(input.Sample, member.Name, input.Place, member.Place, findings);
    }

    private void CheckStage(MemberDefinition member)
    {
        var block = member.Block!;
        foreach (var facet in member.Facets.Where(static f => f is not RepeatFacet and not FromFacet and not OutputFacet))
        {
            findings.Add(Descriptors.Misplaced, facet.Place, member.Name, "a layer's attribute has no effect on a stage, put it on a layer of the block");
        }

        if (block.Problem != BlockProblem.None)
        {
            var why = block.Problem switch
            {
                BlockProblem.NoAttribute => "which has no [SsnBlock]: add the attribute to that class",
                BlockProblem.NoClass => "which is no block: name a class with [SsnBlock]",
                BlockProblem.ExternAlias => "which only an extern alias reaches, and emitted code does not know it: reference its project without an alias",
                _ => "and reaches two blocks of that name, of different projects: rename one",
            };
            findings.Add(Descriptors.NotABlock, member.Place, member.Name, block.DisplayName, why);
        }
        else if (member.Facets.OfType<RepeatFacet>().FirstOrDefault() is not { } repeat)
        {
            findings.Add(Descriptors.Misplaced, member.Place, member.Name, "a stage needs [Repeat(COUNT, Channels = …)]");
        }
        else
        {
            var values = new Values(member.Name, repeat.Place, findings);
            values.AtLeast(1, ("Count", repeat.Count), ("Stride", repeat.Stride));
            foreach (var stride in repeat.Strides ?? default)
            {
                values.AtLeast(1, ("A value of Strides", stride));
            }

            values.Check("Channels", repeat.Channels, repeat.Channels >= 0, "at least 1, or left out where the block's layers have their own");
        }
    }
}
