using SsnGen.Training;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>
/// The node of autograd over an SSN kernel. Arguments: x, residual or null, weight, bias, mean_weight or null,
/// var_weight or null, and the <see cref="SsnCall"/>.
/// </summary>
internal sealed class SsnFunction : autograd.SingleTensorFunction<SsnFunction>
{
    private const string CallKey = "call";

    // Gradients stay alive until someone disposes their managed side, which libtorch no longer needs once the next node
    // of the same backward pass runs. Without this all gradients of a backward pass would be alive at its end.
    [ThreadStatic]
    private static List<Tensor?>? _returned;

    public override string Name => nameof(SsnFunction);

    /// <summary>Releases this library's hold on the gradients of the last node that ran backwards on this thread.</summary>
    public static void ReleaseGradients()
    {
        foreach (var gradient in _returned ?? [])
        {
            gradient?.Dispose();
        }

        _returned = null;
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, residual, call) = ((Tensor)vars[0], vars[1] as Tensor, (SsnCall)vars[^1]);
        var y = empty_like(x);
        call.Forward(x, residual, y);
        ctx.set_materialize_grads(false);
        ctx.save_data(CallKey, call);

        // Without its history: an output that a node saves with it would keep the node alive for ever.
        ctx.save_for_backward(call.Norm.Kernel.BackwardInput switch
        {
            BackwardInput.Output => [x, (Tensor)vars[2], (Tensor)vars[3], y.detach()],
            BackwardInput.Residual => [x, (Tensor)vars[2], (Tensor)vars[3], residual!],
            _ => [x, (Tensor)vars[2], (Tensor)vars[3]],
        });
        return y;
    }

    // An exception here would cross libtorch and end the process: the layer keeps it and throws it later. Until then all
    // gradients are NaN: nothing that looks like a result may leave a pass that failed.
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        ReleaseGradients();
        var call = (SsnCall)ctx.get_data(CallKey);
        List<Tensor?> gradients = [null, null, null, null, null, null, null];
        if (grad_output.IsInvalid)
        {
            return gradients!;
        }

        var shape = grad_output.shape;
#pragma warning disable CA1031 // See above.
        try
        {
            using var pass = call.IsTraining ? call.Norm.Guard.Enter() : default;
            RefuseSecondDerivative(call.Norm);
            gradients = Backward(ctx, call, grad_output);
        }
        catch (Exception failure)
        {
            call.Norm.KeepBackwardFailure(failure);
            gradients = NotANumber(call, shape);
        }
#pragma warning restore CA1031

        _returned = gradients;
        return gradients!;
    }

    private static List<Tensor?> NotANumber(SsnCall call, long[] shape)
    {
#pragma warning disable CA1031 // See above; without memory for gradients there are none.
        try
        {
            return call.NotANumber(shape);
        }
        catch (Exception)
        {
            return [null, null, null, null, null, null, null];
        }
#pragma warning restore CA1031
    }

    // libtorch records what a backward pass does where its own gradient is wanted, and at no other time.
    private static void RefuseSecondDerivative(SsnNorm norm)
    {
        if (is_grad_enabled())
        {
            throw new NotSupportedException(
                $"Layer '{norm.Path}' was differentiated with create_graph: true, and gradients of gradients are not offered: a penalty on gradients would be lost without a word. Leave it out, or compute it by finite differences.");
        }
    }

    private static List<Tensor?> Backward(autograd.AutogradContext ctx, SsnCall call, Tensor grad)
    {
        // Saved are x, weight and bias (which libtorch then checks for changes in place) and, for some kernels, one more.
        var saved = ctx.get_saved_variables();
        using var upstream = grad.contiguous();
        grad.Dispose();
        try
        {
            var gradients = call.Backward(saved[0], saved.Count > 3 ? saved[3] : null, upstream);
            foreach (var gradient in gradients)
            {
                gradient?.DetachFromDisposeScope();
            }

            return gradients;
        }
        finally
        {
            foreach (var tensor in saved)
            {
                tensor.Dispose();
            }
        }
    }
}
