// Each scenario has the machine for itself: side by side they would starve each other's timers.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
