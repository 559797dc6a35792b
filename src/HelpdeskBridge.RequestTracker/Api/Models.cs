using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpdeskBridge.RequestTracker.Api;

/// <summary>
/// A page of a list. It may be short without being the last one, because what may not be seen is left out. An answer without a list is none: taken
/// for an empty one, it would say that nobody wrote anything. Neither is one with an entry that is nothing.
/// </summary>
internal sealed record RtList<T>([property: JsonPropertyName("items"), JsonRequired] IReadOnlyList<T>? Items) : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized() => RtAnswer.RequireEntries(Items ?? throw new JsonException("There is no list."));
}

/// <summary>Another object. The id of a user is its name, unless the request asks for the number.</summary>
internal sealed record RtReference(string Id, string? Name, string? RealName);

internal sealed record RtVersion(string? Version);

/// <summary>What the user may do with an object, or where it leads.</summary>
internal sealed record RtLink([property: JsonPropertyName("ref")] string? Relation, [property: JsonPropertyName("type")] string? Type);

internal sealed record RtQueue(
    [property: JsonPropertyName("id")] string Id, string? Name, string? Disabled, IReadOnlyList<RtCustomField>? TicketCustomFields,
    [property: JsonPropertyName("_hyperlinks")] IReadOnlyList<RtLink>? Links) : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized()
    {
        RtAnswer.RequireId(Id);
        RtAnswer.RequireEntries(TicketCustomFields);
        RtAnswer.RequireEntries(Links);
    }
}

/// <summary>A user. Without the right AdminUsers, others are shown without id and time.</summary>
internal sealed record RtUser(
    [property: JsonPropertyName("id")] string? Id, string? Name, string? RealName, string? Privileged, DateTimeOffset? Created,
    [property: JsonPropertyName("Lang")] string? Language)
{
    public bool IsPrivileged => Privileged == "1";

    public string? EmailAddress { get; init; }

    public string? Disabled { get; init; }
}

internal sealed record RtTicket(
    [property: JsonPropertyName("id")] string Id, string? Status, RtReference? Queue, RtReference? Owner, IReadOnlyList<RtReference>? Requestor,
    DateTimeOffset? LastUpdated, string? Priority,
    RtReference? EffectiveId, IReadOnlyList<RtCustomField>? CustomFields, [property: JsonPropertyName("_hyperlinks")] IReadOnlyList<RtLink>? Links)
    : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized()
    {
        RtAnswer.RequireId(Id);
        RtAnswer.RequireEntries(Requestor);
        RtAnswer.RequireEntries(CustomFields);
        RtAnswer.RequireEntries(Links);
    }
}

internal sealed record RtCustomField(
    [property: JsonPropertyName("id")] string Id, [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("values")] IReadOnlyList<string?>? Values);

internal sealed record RtTransaction(
    [property: JsonPropertyName("id")] string Id, string? Type, RtReference? Creator, DateTimeOffset? Created, string? ObjectId, string? Field,
    string? NewValue) : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized() => RtAnswer.RequireId(Id);

    public DateTimeOffset CreatedAt => Created ?? DateTimeOffset.UnixEpoch;

    /// <summary>Transaction ids rise with time, across all tickets.</summary>
    public long Number => RtIds.ParseNumber(Id);

    public bool IsCorrespondence => Type == "Correspond";

    public bool IsMerge => Type == "AddLink" && Field == "MergedInto";
}

internal sealed record RtAttachment(
    [property: JsonPropertyName("id")] string Id, string? TransactionId, string? ContentType,
    [property: JsonPropertyName("Filename")] string? FileName, string? ContentLength, string? Content)
    : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized() => RtAnswer.RequireId(Id);

    public string MediaType => (ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
}

/// <summary>A condition on a list. Conditions on different fields must all hold; of several with <c>=</c> on one field, one must.</summary>
internal sealed record RtFilter(
    [property: JsonPropertyName("field")] string Field, [property: JsonPropertyName("operator")] string Operator,
    [property: JsonPropertyName("value")] string Value)
{
    public static RtFilter Equal(string field, string value) => new(field, "=", value);
}

internal sealed record RtUserDraft(string? Name, string? RealName, int? Privileged)
{
    public string? EmailAddress { get; init; }
}

/// <summary>A new ticket.</summary>
internal sealed record RtTicketDraft(string Queue, string Subject, string Content)
{
    public string ContentType { get; } = "text/plain";

    /// <summary>The number of the user. A name with characters of an address list would be dropped.</summary>
    public string? Requestor { get; init; }

    public string? RefersTo { get; init; }

    public IReadOnlyDictionary<string, string>? CustomFields { get; init; }
}

/// <summary>A change of a ticket.</summary>
internal sealed record RtTicketChange
{
    public string? Status { get; init; }

    public string? Queue { get; init; }

    public string? Requestor { get; init; }

    public string? Priority { get; init; }

    public IReadOnlyDictionary<string, string>? CustomFields { get; init; }
}

/// <summary>All values of custom fields, by their ids. A value that is not in the list is taken away.</summary>
internal sealed record RtFieldValues(IReadOnlyDictionary<string, IReadOnlyList<string>> CustomFields);

/// <summary>A correspondence or a comment.</summary>
internal sealed record RtMessageDraft(string Content, string Subject)
{
    public string ContentType { get; } = "text/plain";
}
