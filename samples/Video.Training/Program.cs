using Samples.Training;
using Video.Training;

return TrainingProgram.Run(args, MotionTrainer.Sample, static options =>
{
    Console.WriteLine($"rendered clips: {Clips.PerEpoch} new ones in each epoch to train with, {Clips.Tests} to test with");
    return new MotionTrainer(options, FramesTrainer.Train(options));
});
