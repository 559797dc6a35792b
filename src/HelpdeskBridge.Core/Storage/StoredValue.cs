using System.Globalization;

namespace HelpdeskBridge.Storage;

/// <summary>How times and enums are stored: as Unix milliseconds and as names.</summary>
internal static class StoredValue
{
    public static long ToStored(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static long? ToStored(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    public static DateTimeOffset ToTime(long stored) => DateTimeOffset.FromUnixTimeMilliseconds(stored);

    public static DateTimeOffset? ToTime(long? stored) => stored is { } value ? ToTime(value) : null;

    /// <exception cref="InvalidDataException">The store holds a name that this version does not know.</exception>
    public static T ToEnum<T>(string stored)
        where T : struct, Enum =>
        Enum.TryParse<T>(stored, out var value)
            ? value
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The store holds an unknown {typeof(T).Name} '{stored}'."));
}
