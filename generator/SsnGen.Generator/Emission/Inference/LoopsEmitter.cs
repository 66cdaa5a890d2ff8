using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the loops of the layers, which are constants of everything but places in memory.</summary>
internal static class LoopsEmitter
{
    /// <summary>Emits the class of all loops.</summary>
    public static void Emit(SourceWriter w, EmissionNames names, InferencePlan plan)
    {
        w.Line();
        w.Summary(
            "The loops of the layers. Sizes and tiles are constants; layers that agree in all of them share their loops.\n"
            + "All code with loops is fully optimized from the first call: without that a network runs at half its speed until the runtime has compiled it a second time.");
        EmittedFile.Mark(w);
        using (w.Open($"file static unsafe class {names.Loops}"))
        {
            var next = false;
            foreach (var production in plan.Productions)
            {
                Separate();
                Emit(w, names, production);
            }

            foreach (var normalizing in plan.Normalizings)
            {
                Separate();
                NormalizeEmitter.Emit(w, names, normalizing);
            }

            void Separate()
            {
                if (next)
                {
                    w.Line();
                }

                next = true;
            }
        }
    }

    private static void Emit(SourceWriter w, EmissionNames names, ProductionPlan production)
    {
        if (production.Convolution is not { } conv)
        {
            RowEmitter.Emit(w, names, production);
        }
        else if (conv.Winograd is { } winograd)
        {
            WinogradEmitter.Emit(w, names, production, conv, winograd);
        }
        else
        {
            ConvolutionEmitter.Emit(w, names, production, conv);
        }
    }
}
