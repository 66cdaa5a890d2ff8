using SsnGen.Inference;

[assembly: Contract(Contract.Number)]
