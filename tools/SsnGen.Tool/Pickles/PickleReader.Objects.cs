namespace SsnGen.Tool.Pickles;

/// <summary>The operations that put objects together.</summary>
internal sealed partial class PickleReader
{
    /// <summary>The memo, by which a pickle refers to what it has made before, and the stack itself.</summary>
    private bool Remember(byte operation)
    {
        switch ((char)operation)
        {
            case '(':
                return Mark();
            case '0':
                // Where nothing is above the mark, the mark itself goes.
                if (_marks.TryPeek(out var mark) && mark == _stack.Count)
                {
                    _marks.Pop();
                    return true;
                }

                Pop();
                return true;
            case '1':
                PopToMark();
                return true;
            case '2':
                return Push(Top(), 0);
            case 'g':
                return Recall(Number(_input.Line()));
            case 'h':
                return Recall(_input.Byte());
            case 'j':
                return Recall((uint)_input.Int32());
            case 'p':
                return Keep(Number(_input.Line()));
            case 'q':
                return Keep(_input.Byte());
            case 'r':
                return Keep((uint)_input.Int32());
            case '\u0094':
                return Keep(_memo.Count);
            default:
                return false;
        }
    }

    /// <summary>Lists, tuples, dictionaries and sets.</summary>
    private bool Collect(byte operation)
    {
        switch ((char)operation)
        {
            case ')':
                return Push(Array.Empty<object?>(), 0);
            case '\u0085':
                return PushTuple(1);
            case '\u0086':
                return PushTuple(2);
            case '\u0087':
                return PushTuple(3);
            case 't' or '\u0091':
                return Push(Paid(PopToMark()), CostOfObject);
            case ']' or '\u008f':
                return Push(new List<object?>(), CostOfObject);
            case 'l':
                return Push(new List<object?>(Paid(PopToMark())), CostOfObject);
            case 'a':
                return Append([Pop()]);
            case 'e' or '\u0090':
                return Append(PopToMark());
            case '}':
                return Push(new PickleDict(), CostOfObject);
            case 'd':
                var items = PopToMark();
                return Push(new PickleDict(), CostOfObject) && SetItems(items);
            case 's':
                var value = Pop();
                return SetItems([Pop(), value]);
            case 'u':
                return SetItems(PopToMark());
            default:
                return false;
        }
    }

    /// <summary>What would be called, and objects outside of the pickle.</summary>
    private bool Make(byte operation)
    {
        switch ((char)operation)
        {
            case 'c':
                return Push(new PickleGlobal(_input.Line(), _input.Line()), CostOfObject);
            case '\u0093':
                var (last, first) = (Pop(), Pop());
                return Push(new PickleGlobal(Text(first), Text(last)), CostOfObject);
            case 'R' or '\u0081':
                var arguments = Tuple(Pop());
                return Call(Pop(), arguments);
            case '\u0092':
                var named = Pop();
                var positional = Tuple(Pop());
                return Call(Pop(), [.. positional, named]);
            case 'i':
                var global = new PickleGlobal(_input.Line(), _input.Line());
                return Call(global, PopToMark());
            case 'o':
                var values = PopToMark();
                return values.Length > 0 ? Call(values[0], values[1..]) : throw new FormatException("it calls nothing");
            case 'b':
                Build(Pop());
                return true;
            case 'P':
                return Push(_host.Persistent(_input.Line()), CostOfObject);
            case 'Q':
                return Push(_host.Persistent(Pop()), CostOfObject);
            default:
                return false;
        }
    }

    private bool Mark()
    {
        if (_stack.Count + _marks.Count >= MaximumStack)
        {
            throw TooDeep();
        }

        _marks.Push(_stack.Count);
        return true;
    }

    private bool PushTuple(int count)
    {
        var tuple = new object?[count];
        while (--count >= 0)
        {
            tuple[count] = Pop();
        }

        return Push(tuple, CostOfObject);
    }

    private object?[] Paid(object?[] values)
    {
        Spend(values.Length * CostOfItem);
        return values;
    }

    private bool Append(object?[] values)
    {
        Paid(values);
        switch (Top())
        {
            case List<object?> list:
                list.AddRange(values);
                return true;
            case PickleObject other:
                (other.Items ??= []).AddRange(values);
                return true;
            default:
                throw new FormatException("it appends to what is no list");
        }
    }

    private bool SetItems(object?[] values)
    {
        if (values.Length % 2 != 0)
        {
            throw new FormatException("a key has no value");
        }

        Paid(values);
        var dictionary = Top() switch
        {
            PickleDict own => own,
            PickleObject other => other.Entries ??= new PickleDict(),
            _ => throw new FormatException("it adds an entry to what is no dictionary"),
        };
        for (var i = 0; i < values.Length; i += 2)
        {
            dictionary.Add(values[i], values[i + 1]);
        }

        return true;
    }

    // What the host makes may copy its arguments, which the memo knows, again and again: lists, texts and the shape of a tensor, which
    // may stand among the arguments of a function that is itself an argument.
    private bool Call(object? callee, object?[] arguments)
    {
        foreach (var argument in arguments.Concat(arguments.OfType<object?[]>().SelectMany(static inner => inner)))
        {
            Spend(argument switch
            {
                List<object?> list => list.Count * CostOfItem,
                object?[] tuple => tuple.Length * CostOfItem,
                string text => 3L * text.Length,
                _ => CostOfItem,
            });
        }

        return Push(callee is PickleGlobal function ? _host.Call(function, arguments) : new PickleObject(callee, arguments), CostOfObject);
    }

    // The attributes of a dictionary (PyTorch's versions of modules) and of other plain objects say nothing about its content.
    private void Build(object? state)
    {
        if (Top() is PickleObject target)
        {
            target.State = state;
        }
    }

    private bool Recall(long key) => _memo.TryGetValue(key, out var value) ? Push(value, 0) : throw new FormatException("it refers to what it has not made");

    private bool Keep(long key)
    {
        Spend(CostOfObject);
        _memo[key] = Top();
        return true;
    }

    private static long Number(string line) => long.TryParse(line, out var number) ? number : throw new FormatException("a number is none");

    private static object?[] Tuple(object? value) => value as object?[] ?? throw new FormatException("the arguments of a call are no tuple");

    private static string Text(object? value) => value as string ?? throw new FormatException("a name is no text");
}
