using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the working memory of one run, which is also the work that a team shares.</summary>
internal static class WorkspaceEmitter
{
    public static void Emit(SourceWriter w, EmissionNames names, InferencePlan plan)
    {
        var phases = plan.Phases.ToArray();
        w.Summary("The working memory of one run, and what its team does: whole samples of a batch, or one phase of a layer.");
        using (w.Open($"private sealed unsafe class {names.Workspace}({plan.Model.FullCodeName} network) : global::SsnGen.Threading.ParallelWork"))
        {
            w.Line("private const int WholeSamples = -1;");
            w.Line();
            w.Line($"private readonly global::SsnGen.Buffers.NativeBuffer<float> _arena = new({plan.ArenaLength}, zeroed: true);");
            if (plan.ScratchLength > 0 && phases.Length > 0)
            {
                w.Line("private readonly global::SsnGen.Buffers.NativeBuffer<float> _scratch = new(); // of the workers beside the first, whose scratch ends the arena");
            }

            w.Line("private float* _input;");
            w.Line("private float* _output;");
            w.Line("private int _samples;");
            w.Line("private int _phase;");
            w.Line();
            EmitRunBatch(w, plan, phases);
            w.Line();
            EmitRun(w, names, plan, phases);
            w.Line();
            EmitRunSamples(w, names);
            w.Line();
            EmitRunSample(w, names, plan);
            if (phases.Length == 0)
            {
                return;
            }

            w.Line();
            EmitRunSampleTogether(w, names, plan);
            w.Line();
            using (w.Open("private void Together(int phase, global::SsnGen.Threading.WorkerTeam team)"))
            {
                w.Line("_phase = phase;");
                w.Line("team.Run(this);");
            }
        }
    }

    private static void EmitRunBatch(SourceWriter w, InferencePlan plan, PhasePlan[] phases)
    {
        using (w.Open("public void RunBatch(float* input, float* output, int samples, global::SsnGen.Threading.WorkerTeam team)"))
        {
            // A batch that leaves workers idle is better run sample by sample, where layers are worth sharing.
            var enough = phases.Length == 0 ? "" : " && 2 * samples >= team.Count";
            using (w.Open($"if (team.Count > 1 && samples >= {plan.MinimumBatch}{enough})"))
            {
                w.Line("_input = input;");
                w.Line("_output = output;");
                w.Line("_samples = samples;");
                w.Line("_phase = WholeSamples;");
                w.Line("team.Run(this);");
                w.Line("return;");
            }

            w.Line();
            using (w.Open("for (int sample = 0; sample < samples; sample++, input += InputLength, output += OutputLength)"))
            {
                if (phases.Length > 0)
                {
                    using (w.Open("if (team.Count > 1)"))
                    {
                        w.Line("RunSampleTogether(input, output, team);");
                        w.Line("continue;");
                    }

                    w.Line();
                }

                w.Line("RunSample(input, output);");
            }
        }
    }

    private static void EmitRun(SourceWriter w, EmissionNames names, InferencePlan plan, PhasePlan[] phases)
    {
        w.Line("/// <inheritdoc/>");
        using (w.Open("public override void Run(int worker, int workers)"))
        {
            if (phases.Length > 0)
            {
                w.Line("float* arena = _arena.Pointer;");
                w.Line("float* parameters = network._parameters.Pointer;");
                if (plan.ScratchLength > 0)
                {
                    w.Line($"float* scratch = worker == 0 ? arena + {plan.ScratchOffset} : _scratch.Pointer + ((worker - 1) * {plan.ScratchLength});");
                }
            }

            using (w.Open("switch (_phase)"))
            {
                w.Line("case WholeSamples:");
                using (w.Indent())
                {
                    w.Line("RunSamples(First(_samples, worker, workers), First(_samples, worker + 1, workers), worker);");
                    w.Line("break;");
                }

                for (var i = 0; i < phases.Length; i++)
                {
                    var (step, kind, jobs, _) = phases[i];
                    w.Line($"case {i}:");
                    using (w.Indent())
                    {
                        w.Line($"{names.FullSteps}.{EmissionNames.Method(step, kind)}({Pointers(kind)}{Scratch(step, kind)}, First({jobs}, worker, workers), First({jobs}, worker + 1, workers));");
                        w.Line("break;");
                    }
                }
            }
        }

        w.Line();
        w.Line("private static int First(int jobs, int worker, int workers) => (int)((long)jobs * worker / workers);");
    }

    private static void EmitRunSamples(SourceWriter w, EmissionNames names)
    {
        using (w.Open("private void RunSamples(int first, int last, int worker)"))
        {
            using (w.Open("if (first == last)"))
            {
                w.Line("return;");
            }

            w.Line();
            w.Line($"{names.Workspace} own = worker == 0 ? this : network._workspaces.Rent();");
            using (w.Open("for (int sample = first; sample < last; sample++)"))
            {
                w.Line("own.RunSample(_input + ((long)sample * InputLength), _output + ((long)sample * OutputLength));");
            }

            w.Line();
            using (w.Open("if (own != this)"))
            {
                w.Line("network._workspaces.Return(own);");
            }
        }
    }

    private static void EmitRunSample(SourceWriter w, EmissionNames names, InferencePlan plan)
    {
        w.Summary("Runs one sample on this thread.");
        using (w.Open("private void RunSample(float* input, float* output)"))
        {
            EmitPointers(w);
            w.Line($"{names.FullSteps}.PackInput(arena, input);");
            foreach (var step in plan.Steps.Where(s => !plan.IsPooledBefore(s)))
            {
                w.Line($"{names.FullSteps}.{EmissionNames.Run(step)}(arena, parameters);");
            }

            w.Line($"{names.FullSteps}.UnpackOutput(arena, output);");
        }
    }

    private static string Scratch(StepPlan step, PhaseKind kind) =>
        kind == PhaseKind.Produce && step.Convolution?.Winograd is not null ? ", scratch" : "";

    /// <summary>The arguments of a phase before its jobs.</summary>
    internal static string Pointers(PhaseKind kind) => kind == PhaseKind.Moments ? "arena" : "arena, parameters";

    private static void EmitPointers(SourceWriter w)
    {
        w.Line("float* arena = _arena.Pointer;");
        w.Line("float* parameters = network._parameters.Pointer;");
    }

    private static void EmitRunSampleTogether(SourceWriter w, EmissionNames names, InferencePlan plan)
    {
        w.Summary("Runs one sample on all threads of the team; layers too small to be worth it on this one.");
        using (w.Open("private void RunSampleTogether(float* input, float* output, global::SsnGen.Threading.WorkerTeam team)"))
        {
            if (plan.ScratchLength > 0)
            {
                w.Line($"_scratch.EnsureCapacity((team.Count - 1) * {plan.ScratchLength});");
            }

            EmitPointers(w);
            w.Line($"{names.FullSteps}.PackInput(arena, input);");
            var phase = 0;
            foreach (var step in plan.Steps)
            {
                if (!step.IsParallel)
                {
                    if (!plan.IsPooledBefore(step))
                    {
                        w.Line($"{names.FullSteps}.{EmissionNames.Run(step)}(arena, parameters);");
                    }
                    else if (plan.Steps[step.Layer.Index - 1].IsParallel)
                    {
                        w.Line($"{names.FullSteps}.{EmissionNames.Method(step, PhaseKind.Produce)}(arena, parameters, 0, {step.Jobs});");
                    }

                    continue;
                }

                foreach (var part in step.Phases)
                {
                    var method = EmissionNames.Method(part.Step, part.Kind);
                    w.Line(part.IsShared
                        ? $"Together({phase++}, team); // {method}: {part.Jobs} jobs"
                        : $"{names.FullSteps}.{method}({Pointers(part.Kind)}, 0, {part.Jobs});");
                }
            }

            w.Line($"{names.FullSteps}.UnpackOutput(arena, output);");
        }
    }
}
