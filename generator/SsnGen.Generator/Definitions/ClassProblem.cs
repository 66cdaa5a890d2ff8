namespace SsnGen.Generator.Definitions;

/// <summary>Something that a class with layers cannot have.</summary>
/// <param name="Kind">What.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Detail">Who has it, for what is inherited.</param>
internal sealed record ClassProblem(ClassProblemKind Kind, string Name, string Detail, Place Place);

/// <summary>Kinds of what a class with layers cannot have.</summary>
internal enum ClassProblemKind
{
    /// <summary>A constructor of its own.</summary>
    Constructor,

    /// <summary>A member that must be set where it is created.</summary>
    Required,

    /// <summary>A member of a type that is not null, without a value.</summary>
    Unset,

    /// <summary>A base class without a constructor that takes nothing.</summary>
    BaseConstructor,

    /// <summary>A member whose name the emitted part declares.</summary>
    TakenName,

    /// <summary>A member of a base class whose name the emitted part declares.</summary>
    InheritedName,

    /// <summary>A layer with the name of a member of a base class.</summary>
    HidingLayer,

    /// <summary>The class itself has the name of an emitted member.</summary>
    OwnName,

    /// <summary>A layer that stands in another part than the first.</summary>
    SplitLayers,
}
