using Digits.Data;
using Digits.Training;
using Samples.Training;

return TrainingProgram.Run(args, Trainer.Sample, static options =>
{
    var digits = DigitData.Load(options.Data);
    Console.WriteLine($"{digits.Source}: {digits.Train.Count} to train with, {digits.Test.Count} to test with");
    return new Trainer(options, digits);
});
