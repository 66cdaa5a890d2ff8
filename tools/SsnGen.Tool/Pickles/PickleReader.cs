using System.Globalization;
using System.Numerics;
using System.Text;

namespace SsnGen.Tool.Pickles;

/// <summary>
/// Reads a pickle, Python's format of objects, as data: dictionaries, lists, tuples, texts and numbers. What it would have Python call
/// is not called but becomes an inert <see cref="PickleObject"/>, but for the few functions that a <see cref="PickleHost"/> knows.
/// All protocols, 0 to 5 (<see href="https://docs.python.org/3/library/pickletools.html">pickletools</see> describes each operation).
/// </summary>
/// <remarks>
/// A pickle is a program for a machine with a stack; it has no loops, so that its length bounds what it does. A few operations could
/// still make much of little, so that everything it makes is paid for, from a fixed amount.
/// </remarks>
internal sealed partial class PickleReader
{
    /// <summary>Bytes that a pickle may have. One of a network of 100,000 tensors has 20 million.</summary>
    public const long MaximumSize = 64_000_000;

    // Roughly bytes of memory.
    private const long MaximumCost = 400_000_000;
    private const int CostOfObject = 100;
    private const int CostOfItem = 24;
    private const int MaximumStack = 1_000_000;
    private const int LongestNumber = 100;

    private readonly PickleInput _input;
    private readonly PickleHost _host;
    private readonly Dictionary<long, object?> _memo = [];
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = [];
    private long _cost;

    private PickleReader(PickleInput input, PickleHost host) => (_input, _host) = (input, host);

    /// <summary>Reads one pickle. The stream is left behind its last byte.</summary>
    /// <param name="stream">The stream, whose length is known.</param>
    /// <param name="host">What is asked about what the pickle refers to.</param>
    /// <returns>
    /// null, a bool, a long, a <see cref="BigInteger"/>, a double, a text, a byte[], a list (List), a tuple (array), a <see cref="PickleDict"/>,
    /// <see cref="PickleGlobal"/> or <see cref="PickleObject"/>, or what the host made.
    /// </returns>
    /// <exception cref="FormatException">It is no pickle, or larger than is supported. The message follows "the pickle is damaged: ".</exception>
    public static object? Read(Stream stream, PickleHost host)
    {
        var reader = new PickleReader(new PickleInput(stream, MaximumSize), host);
        while (true)
        {
            var operation = reader._input.Byte();
            if (operation == (byte)'.')
            {
                return reader.Pop();
            }

            reader.Do(operation);
        }
    }

    // In groups, each of which returns whether the operation is one of its own.
    private void Do(byte operation)
    {
        if (!Push(operation) && !PushText(operation) && !Remember(operation) && !Collect(operation) && !Make(operation))
        {
            // Extensions of a registry, and buffers that are sent apart.
            var isElsewhere = operation is 0x82 or 0x83 or 0x84 or 0x97 or 0x98;
            throw new FormatException($"it has the operation {operation}, which {(isElsewhere ? "refers to what is not in the file" : "there is not")}");
        }
    }

    /// <summary>Numbers and constants.</summary>
    private bool Push(byte operation)
    {
        switch ((char)operation)
        {
            case '\u0080':
                var protocol = _input.Byte();
                return protocol <= 5 ? true : throw new FormatException($"it is of protocol {protocol}, and 5 is the last that is known");
            case '\u0095':
                _input.Int64();
                return true;
            case 'N':
                return Push(null, 0);
            case '\u0088':
                return Push(true, CostOfItem);
            case '\u0089':
                return Push(false, CostOfItem);
            case 'K':
                return Push((long)_input.Byte(), CostOfItem);
            case 'M':
                return Push((long)_input.UInt16(), CostOfItem);
            case 'J':
                return Push((long)_input.Int32(), CostOfItem);
            case '\u008a':
                return Push(Integer(_input.Byte()), CostOfItem);
            case '\u008b':
                return Push(Integer(_input.Int32()), CostOfItem);
            case 'G':
                return Push(_input.Double(), CostOfItem);
            case 'I':
                return Push(_input.Line() switch { "00" => false, "01" => true, var digits => Integer(digits) }, CostOfItem);
            case 'L':
                return Push(Integer(_input.Line().TrimEnd('L')), CostOfItem);
            case 'F':
                var text = _input.Line();
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    ? Push(number, CostOfItem)
                    : throw new FormatException("a number is none");
            default:
                return false;
        }
    }

    private bool PushText(byte operation)
    {
        switch ((char)operation)
        {
            case 'X':
                return PushUtf8(_input.Int32());
            case '\u008c':
                return PushUtf8(_input.Byte());
            case '\u008d':
                return PushUtf8(_input.Int64());
            case 'T':
                return PushLatin1(_input.Int32());
            case 'U':
                return PushLatin1(_input.Byte());
            case 'B':
                return PushBytes(_input.Int32());
            case 'C':
                return PushBytes(_input.Byte());
            case '\u008e' or '\u0096':
                return PushBytes(_input.Int64());
            case 'S':
                return Push(PickleText.Quoted(_input.Line()), CostOfObject);
            case 'V':
                return Push(PickleText.RawUnicode(_input.Line()), CostOfObject);
            default:
                return false;
        }
    }

    private bool PushUtf8(long length)
    {
        try
        {
            return Push(PickleText.Utf8.GetString(Paid(length)), 0);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("a text is not valid UTF-8");
        }
    }

    // Texts of Python 2, which are bytes.
    private bool PushLatin1(long length) => Push(Encoding.Latin1.GetString(Paid(length)), 0);

    private bool PushBytes(long length) => Push(Paid(length), 0);

    private byte[] Paid(long length)
    {
        Spend(CostOfObject + (2 * Math.Max(0, length)));
        return _input.Bytes(length);
    }

    private object Integer(int bytes) => bytes is >= 0 and <= LongestNumber
        ? PickleText.Integer(new BigInteger(_input.Bytes(bytes)))
        : throw new FormatException($"an integer has {bytes} bytes");

    private static object Integer(string digits) => digits.Length <= LongestNumber && BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        ? PickleText.Integer(value)
        : throw new FormatException("an integer is none");

    private bool Push(object? value, long cost)
    {
        Spend(cost);
        if (_stack.Count + _marks.Count >= MaximumStack)
        {
            throw TooDeep();
        }

        _stack.Add(value);
        return true;
    }

    private object? Pop()
    {
        var value = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    // Values below the last mark belong to what comes later.
    private object? Top() => _stack.Count > (_marks.Count > 0 ? _marks.Peek() : 0) ? _stack[^1] : throw new FormatException("it takes a value from an empty stack");

    private object?[] PopToMark()
    {
        if (!_marks.TryPop(out var mark))
        {
            throw new FormatException("it goes back to a mark that it has not set");
        }

        var values = _stack[mark..].ToArray();
        _stack.RemoveRange(mark, values.Length);
        return values;
    }

    private static FormatException TooDeep() => new($"it needs a stack of more than {MaximumStack} values");

    private void Spend(long cost)
    {
        _cost += cost;
        if (_cost > MaximumCost)
        {
            throw new FormatException("it makes more objects than a file of weights has");
        }
    }
}
