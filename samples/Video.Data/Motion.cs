namespace Video.Data;

/// <summary>How a digit moves in a clip. Of each pair one is the other one backwards: single frames do not tell them apart.</summary>
public enum Motion
{
    /// <summary>To the left.</summary>
    Left,

    /// <summary>To the right.</summary>
    Right,

    /// <summary>Upwards.</summary>
    Up,

    /// <summary>Downwards.</summary>
    Down,

    /// <summary>It turns against the clock.</summary>
    TurningLeft,

    /// <summary>It turns with the clock.</summary>
    TurningRight,

    /// <summary>It becomes larger.</summary>
    Growing,

    /// <summary>It becomes smaller.</summary>
    Shrinking,
}
