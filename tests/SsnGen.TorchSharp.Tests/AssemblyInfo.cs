// libtorch's random numbers, threads and live tensors belong to the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
