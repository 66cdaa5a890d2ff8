using Samples.Training;
using Segmentation.Training;

return TrainingProgram.Run(args, Trainer.Sample, static options =>
{
    Console.WriteLine($"rendered scenes: {Trainer.ScenesPerEpoch} new ones in each epoch to train with, {Trainer.TestScenes} to test with");
    return new Trainer(options);
});
