using SsnGen.Tool.Drafts;

namespace SsnGen.Tool.Onnx.Functions;

/// <summary>Makes layers of functions of single values: activations, scales and shifts, sums and products.</summary>
/// <param name="graph">Takes the layers.</param>
internal sealed class FunctionResolution(GraphReading graph)
{
    // Each takes milliseconds.
    private const int MostDecompositions = 4096;
    private const int CostOfMatch = 1 << 13;

    private readonly Dictionary<(DraftValue, Term), ImportedValue> _resolved = [];
    private int _decompositions;

    /// <summary>The value that a function is.</summary>
    /// <exception cref="UnsupportedException">No layer computes it.</exception>
    public ImportedValue Resolve(ImportedFunction function)
    {
        var (of, term) = (function.Of, function.Term);
        if (term == Term.X)
        {
            return of;
        }

        if (!_resolved.TryGetValue((of.Value, term), out var value))
        {
            value = Direct(of, term) ?? Decompose(of, term);
            _resolved.Add((of.Value, term), value);
        }

        return new ImportedValue(value.Value, of.Dims);
    }

    // What one layer computes.
    private ImportedValue? Direct(ImportedValue of, Term term) => Kind(term)?.Invoke(of);

    private Func<ImportedValue, ImportedValue>? Kind(Term term)
    {
        graph.Budget.Spend(CostOfMatch);
        if (ActivationMatch.Linear(term) is { } linear)
        {
            return of => linear is (1, 0) ? of : Scaled(of, linear.Scale, linear.Shift);
        }

        return ActivationMatch.Of(term) is { } activation ? of => Behind(of, layer => layer.Tail.Add(new DraftStep(null, Activation: activation))) : null;
    }

    // One activation of another, or a sum or product of several.
    private ImportedValue Decompose(ImportedValue of, Term term)
    {
        if (++_decompositions > MostDecompositions)
        {
            throw new UnsupportedException("there are more functions of functions than any network has");
        }

        foreach (var inner in term.Parts.Reverse().Where(p => p != term && p != Term.X && p is not Term.Constant))
        {
            var outer = term.With(inner, Term.NewVariable());
            if (!outer.Parts.Contains(Term.X) && Kind(outer) is { } kind)
            {
                return kind(Resolve(new ImportedFunction(of, inner)));
            }
        }

        return term switch
        {
            Term.Binary binary when binary.Left is not Term.Constant && binary.Right is not Term.Constant =>
                Join(binary.Operation, Resolve(new ImportedFunction(of, binary.Left)), Resolve(new ImportedFunction(of, binary.Right))),
            Term.Unary unary => throw NoActivation(unary.Name),
            Term.Binary binary => throw NoActivation(binary.Operation.Name + " with a number"),
            _ => throw NoActivation("a number"),
        };
    }

    /// <summary>The sum, difference or product of two values, as a layer.</summary>
    /// <exception cref="UnsupportedException">Their shapes do not go together, or it is another operation.</exception>
    public ImportedValue Join(BinaryOperation operation, ImportedValue left, ImportedValue right)
    {
        if (operation == BinaryOperation.Subtract)
        {
            (operation, right) = (BinaryOperation.Add, Scaled(right, -1, 0));
        }

        if (operation != BinaryOperation.Add && operation != BinaryOperation.Multiply)
        {
            throw new UnsupportedException($"{operation.Name} of two values that the network computes: only sums, differences and products are taken");
        }

        var multiplies = operation == BinaryOperation.Multiply;
        if (multiplies && IsFactorOf(left, right) && !IsFactorOf(right, left))
        {
            (left, right) = (right, left);
        }

        if (!left.Dims.SequenceEqual(right.Dims) && !(multiplies && IsFactorOf(right, left)))
        {
            throw new UnsupportedException($"{operation.Name} of {left.Words} and {right.Words}: {(multiplies ? "a factor has the same shape, or is one for each channel, [N, C, 1, 1]" : "both need the same shape")}");
        }

        if (!(multiplies ? right.Value.Shape.Multiplies(left.Value.Shape) : right.Value.Shape.IsLike(left.Value.Shape)))
        {
            throw new UnsupportedException($"{operation.Name} of values that are reshaped from others: {left.Value.Shape} and {right.Value.Shape}");
        }

        var joined = Behind(left, layer => layer.Tail.Add(new DraftStep(right.Value, multiplies)));
        return new ImportedValue(joined.Value, left.Dims);
    }

    private static bool IsFactorOf(ImportedValue factor, ImportedValue value) =>
        factor.IsNatural && value.IsNatural && factor.Dims.Length == value.Dims.Length && factor.Dims[0] == value.Dims[0] && factor.Dims.Skip(1).All(static d => d == 1);

    private ImportedValue Scaled(ImportedValue of, double scale, double shift)
    {
        var channels = of.Value.Shape.Channels;
        graph.Budget.Spend(channels);
        return Behind(of, layer => layer.Scale = new DraftScale(Filled(scale), Filled(shift)));

        double[] Filled(double value)
        {
            var values = new double[channels];
            Array.Fill(values, value);
            return values;
        }
    }

    private ImportedValue Behind(ImportedValue of, Action<DraftLayer> give)
    {
        var layer = graph.AddBehind(of.Value);
        give(layer);
        return new ImportedValue(layer, of.Dims);
    }

    private static UnsupportedException NoActivation(string name) => new($"no activation has the form that {name} is part of");
}
