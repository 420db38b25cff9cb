// Windows.Foundation, Windows.System and Windows.Storage: what the backend meets of them.
using global::System;

namespace Windows.Foundation
{
    public enum AsyncStatus { Started = 0, Completed = 1, Canceled = 2, Error = 3 }

    public delegate void AsyncOperationProgressHandler<TResult, TProgress>(
        IAsyncOperationWithProgress<TResult, TProgress> asyncInfo, TProgress progressInfo);

    public interface IAsyncInfo
    {
        uint Id { get; }
        AsyncStatus Status { get; }
        Exception? ErrorCode { get; }
        void Cancel();
        void Close();
    }

    public interface IAsyncOperation<TResult> : IAsyncInfo
    {
        TResult GetResults();
    }

    public interface IAsyncOperationWithProgress<TResult, TProgress> : IAsyncInfo
    {
        AsyncOperationProgressHandler<TResult, TProgress>? Progress { get; set; }
        TResult GetResults();
    }
}

namespace Windows.System
{
    public enum ProcessorArchitecture { X86 = 0, Arm = 5, X64 = 9, Neutral = 11, Arm64 = 12, X86OnArm64 = 14, Unknown = 65535 }
}

namespace Windows.Storage
{
    public sealed class StorageFolder
    {
        readonly string path;
        internal StorageFolder(string path) => this.path = path;
        public string Path => path;
    }
}
