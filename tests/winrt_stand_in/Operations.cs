using System;
using System.Threading;
using Windows.Foundation;

namespace WinGetPy.StandIn;

/// <summary>An operation that plays an answer on a thread of its own. As in WinRT only its interface can be seen.</summary>
abstract class Played<TResult>(Answer answer, TResult result) : IAsyncInfo
{
    readonly ManualResetEventSlim cancelled = new();
    volatile AsyncStatus status = AsyncStatus.Started;

    uint IAsyncInfo.Id => 1;
    AsyncStatus IAsyncInfo.Status => status;
    Exception? IAsyncInfo.ErrorCode => status == AsyncStatus.Error ? Script.Of(answer.Error) : null;
    void IAsyncInfo.Close() { }

    void IAsyncInfo.Cancel()
    {
        Script.Asked("Cancel");
        if (!answer.IgnoresCancel)
            cancelled.Set();
    }

    public TResult GetResults()
    {
        if (status == AsyncStatus.Started)
            throw new InvalidOperationException();
        if (answer.NoResult)
            throw Script.Of(answer.Error == 0 ? 0x8000000E : answer.Error)!;
        return result;
    }

    protected abstract void Tell(int percent);

    internal void Start() => new Thread(Play) { IsBackground = true }.Start();

    void Play()
    {
        foreach (var percent in answer.Progress)
        {
            Tell(percent);
            if (cancelled.Wait(TimeSpan.FromMilliseconds(25)))
                break;
        }
        if (answer.End == "Never")
            cancelled.Wait();
        status = cancelled.IsSet && answer.End != "Completed" ? AsyncStatus.Canceled : Enum.Parse<AsyncStatus>(answer.End);
        foreach (var percent in answer.Afterwards)
            Tell(percent);
    }
}

sealed class Operation<TResult>(Answer answer, TResult result) : Played<TResult>(answer, result), IAsyncOperation<TResult>
{
    protected override void Tell(int percent) { }
}

sealed class OperationWithProgress<TResult, TProgress>(Answer answer, TResult result, Func<int, TProgress> progress)
    : Played<TResult>(answer, result), IAsyncOperationWithProgress<TResult, TProgress>
{
    volatile AsyncOperationProgressHandler<TResult, TProgress>? handler;

    AsyncOperationProgressHandler<TResult, TProgress>? IAsyncOperationWithProgress<TResult, TProgress>.Progress
    {
        get => handler;
        set => handler = value;
    }

    protected override void Tell(int percent)
    {
        SpinWait.SpinUntil(() => handler is not null, TimeSpan.FromSeconds(2));
        handler?.Invoke(this, progress(percent));
    }
}
