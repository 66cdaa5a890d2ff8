namespace Digits.Data;

/// <summary>How people write the ten digits: the strokes of each, in a few styles. Coordinates are hundredths of the digit's box.</summary>
internal static class DigitStyles
{
    private static readonly Stroke[][][] All =
    [
        [
            [Loop(Via(50, 3), Via(24, 18), Via(15, 50), Via(25, 84), Via(50, 97), Via(76, 82), Via(85, 50), Via(75, 17))],
            [Open(Via(58, 6), Via(32, 10), Via(17, 44), Via(26, 85), Via(54, 96), Via(82, 72), Via(82, 34), Via(62, 8), Via(40, 9))],
        ],
        [
            [Open(Via(50, 3), Via(50, 97))],
            [Open(Via(28, 24), Corner(54, 4), Via(54, 97))],
            [Open(Via(28, 22), Corner(50, 4), Via(50, 96)), Open(Via(26, 96), Via(76, 96))],
        ],
        [
            [Open(Via(18, 24), Via(36, 5), Via(64, 6), Via(78, 26), Via(62, 54), Corner(18, 95), Via(84, 94))],
            [Open(Via(20, 22), Via(45, 4), Via(74, 18), Via(66, 48), Via(36, 84), Via(18, 88), Via(24, 74), Via(48, 86), Via(84, 94))],
        ],
        [
            [Open(Via(20, 14), Via(50, 3), Via(76, 20), Via(62, 43), Corner(42, 47), Via(70, 55), Via(80, 76), Via(54, 97), Via(16, 86))],
            [Open(Via(20, 5), Corner(76, 5), Corner(44, 40), Via(74, 52), Via(78, 80), Via(50, 97), Via(17, 87))],
        ],
        [
            [Open(Via(32, 4), Corner(16, 58), Via(86, 56)), Open(Via(66, 28), Via(62, 97))],
            [Open(Via(66, 97), Corner(66, 3), Corner(12, 66), Via(88, 66))],
            [Open(Via(18, 6), Via(20, 40), Via(46, 52), Via(76, 42)), Open(Via(78, 4), Via(74, 97))],
        ],
        [
            [Open(Via(80, 5), Corner(30, 5), Corner(24, 46), Via(54, 38), Via(80, 60), Via(66, 92), Via(18, 93))],
            [Open(Via(32, 8), Corner(26, 44), Via(60, 42), Via(78, 68), Via(54, 96), Via(18, 88)), Open(Via(32, 7), Via(82, 6))],
        ],
        [
            [Open(Via(70, 4), Via(36, 28), Via(18, 64), Via(34, 94), Via(66, 94), Via(80, 72), Via(58, 54), Via(24, 68))],
            [Open(Via(40, 3), Via(22, 46), Via(22, 82), Via(48, 98), Via(76, 82), Via(70, 56), Via(42, 54), Via(22, 76))],
        ],
        [
            [Open(Via(16, 6), Corner(82, 6), Via(40, 97))],
            [Open(Via(16, 6), Corner(82, 6), Via(52, 48), Via(40, 97)), Open(Via(30, 52), Via(76, 50))],
            [Open(Via(18, 20), Corner(18, 7), Corner(82, 7), Via(54, 52), Via(44, 97))],
        ],
        [
            [Loop(Via(50, 48), Via(24, 26), Via(48, 3), Via(76, 24), Via(52, 48), Via(20, 74), Via(50, 97), Via(80, 74))],
            [Loop(Via(50, 46), Via(26, 25), Via(50, 3), Via(74, 25)), Loop(Via(50, 46), Via(20, 72), Via(50, 97), Via(80, 72))],
        ],
        [
            [Open(Via(78, 26), Via(54, 4), Via(24, 18), Via(26, 46), Via(56, 50), Corner(78, 22), Via(68, 97))],
            [Open(Via(76, 22), Via(48, 3), Via(20, 26), Via(42, 52), Via(76, 34), Corner(78, 10), Via(80, 66), Via(58, 96), Via(24, 88))],
        ],
    ];

    /// <summary>The styles of one digit, each a list of strokes.</summary>
    /// <param name="digit">The digit, 0 to 9.</param>
    /// <returns>At least two styles.</returns>
    public static Stroke[][] Of(int digit) => All[digit];

    private static Stroke Open(params Knot[] knots) => new(Closed: false, knots);

    private static Stroke Loop(params Knot[] knots) => new(Closed: true, knots);

    private static Knot Via(int x, int y) => new(new Point(x / 100f, y / 100f), Corner: false);

    private static Knot Corner(int x, int y) => new(new Point(x / 100f, y / 100f), Corner: true);
}
