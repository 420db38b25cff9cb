using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace WinGetPy.StandIn;

/// <summary>How the stand-in answers: what a test wrote as JSON, and what it was asked since.</summary>
public static class Script
{
    static readonly JsonSerializerOptions Reading = new() { PropertyNameCaseInsensitive = true };
    static readonly ConcurrentQueue<string> calls = new();
    static readonly Dictionary<string, Queue<Answer>> answers = [];

    internal static Machine Machine { get; private set; } = new();

    public static void Load(string json)
    {
        Machine = JsonSerializer.Deserialize<Machine>(json, Reading)!;
        calls.Clear();
        answers.Clear();
        foreach (var (method, list) in Machine.Answers)
            answers[method] = new Queue<Answer>(list);
    }

    public static string[] Calls() => [.. calls];

    /// <summary>Record a call and return the next answer to it. Throws the exception of an HRESULT that is to be thrown.</summary>
    internal static Answer Asked(string method, params object?[] arguments)
    {
        calls.Enqueue($"{method}({string.Join(", ", arguments.Select(Text))})");
        var answer = answers.TryGetValue(method, out var list) && list.TryDequeue(out var next) ? next : new Answer();
        if (answer.Throws != 0)
            throw Of(answer.Throws)!;
        return answer;
    }

    /// <summary>The exception that .NET makes of an HRESULT: UnauthorizedAccessException, COMException and so on.</summary>
    /// <summary>Of a code that is no error .NET makes none: then one without words that carries it.</summary>
    internal static Exception? Of(uint code) =>
        code == 0 ? null
        : code < 0x80000000 ? new NoError(unchecked((int)code))
        : Marshal.GetExceptionForHR(unchecked((int)code), new IntPtr(-1));

    sealed class NoError : Exception
    {
        public NoError(int code) : base("") => HResult = code;
    }

    static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        Uri uri => uri.ToString(),
        Enum flags => Convert.ToInt64(flags).ToString(),
        Windows.Management.Deployment.PackageVolume volume => volume.Name,
        System.Collections.IDictionary pairs => $"{{{string.Join(", ", pairs.Keys.Cast<object>().Select(k => $"{Text(k)}: {Text(pairs[k])}"))}}}",
        System.Collections.IEnumerable several => $"[{string.Join(", ", several.Cast<object>().Select(Text))}]",
        _ when value.GetType().Namespace!.StartsWith("Windows.") => Members(value),
        _ => value.ToString()!,
    };

    /// <summary>The properties that differ from those of a new object.</summary>
    static string Members(object value)
    {
        var fresh = Activator.CreateInstance(value.GetType())!;
        var changed =
            from property in value.GetType().GetProperties().OrderBy(one => one.Name, StringComparer.Ordinal)
            let now = Text(property.GetValue(value))
            where now != Text(property.GetValue(fresh))
            select $"{property.Name}={now}";
        return $"{{{string.Join(", ", changed)}}}";
    }
}

/// <summary>One answer to one call.</summary>
sealed class Answer
{
    public uint Throws { get; set; }
    public int[] Progress { get; set; } = [];
    public string End { get; set; } = "Completed";
    public uint Error { get; set; }
    public uint Extended { get; set; }
    public string? Text { get; set; }
    public string Activity { get; set; } = "00000000-0000-0000-0000-000000000000";
    public bool Registered { get; set; } = true;
    public bool NoResult { get; set; }
    public bool IgnoresCancel { get; set; }

    /// <summary>No operation at all: null, which no one expects.</summary>
    public bool NoOperation { get; set; }

    /// <summary>Percents that are told once it has ended.</summary>
    public int[] Afterwards { get; set; } = [];
    public int Entitlement { get; set; }
    public bool Pending { get; set; }
    public Item?[]? Items { get; set; }
}

/// <summary>An application that the Store installs: one status for each time that it is asked, the last one for ever.</summary>
sealed class Item
{
    public string? ProductId { get; set; }
    public string? PackageFamilyName { get; set; }
    public ItemStatus?[] Statuses { get; set; } = [];
}

sealed class ItemStatus
{
    public int State { get; set; }
    public double Percent { get; set; }
    public ulong Done { get; set; }
    public ulong Total { get; set; }
    public uint Error { get; set; }
}

sealed class Machine
{
    public PackageState?[] Packages { get; set; } = [];
    public string[] Provisioned { get; set; } = [];
    public VolumeState[] Volumes { get; set; } = [];
    public Dictionary<string, Answer[]> Answers { get; set; } = [];
}

sealed class VolumeState
{
    public string Name { get; set; } = "";
    public string? MountPoint { get; set; }
    public string? StorePath { get; set; }
    public bool Offline { get; set; }
    public bool System { get; set; }
}

/// <summary>A package. Members that are null here are null there, as Windows gives them for a damaged one.</summary>
sealed class PackageState
{
    public string FullName { get; set; } = "";
    public string? DisplayName { get; set; }
    public string? Publisher { get; set; }
    public string? PublisherDisplayName { get; set; }
    public string? Path { get; set; }
    public bool Framework { get; set; }
    public bool Bundle { get; set; }
    public bool Resource { get; set; }
    public bool Optional { get; set; }
    public bool Stub { get; set; }
    public bool Developer { get; set; }
    public int Signature { get; set; }
    public string[] Status { get; set; } = [];
    public string[]? Dependencies { get; set; }
    public string[] Users { get; set; } = [];
    public bool Mine { get; set; } = true;
    public Dictionary<string, uint> Refuses { get; set; } = [];

    public string FamilyName => $"{FullName.Split('_')[0]}_{FullName.Split('_')[^1]}";
}
