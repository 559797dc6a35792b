using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Setup;

/// <summary>
/// The ticket fields of an account that were made for this bridge, and how they are compared with what they should be. Pure.
/// </summary>
/// <param name="Fields">One for each attribute.</param>
/// <param name="Doubles">
/// Further ones for the same attributes. They are removed only with all others, because tickets may have values in them.
/// </param>
/// <param name="Others">All other fields of the account.</param>
internal sealed record OwnTicketFields(
    IReadOnlyList<OwnTicketField> Fields, IReadOnlyList<OwnTicketField> Doubles, IReadOnlyList<ZendeskTicketField> Others)
{
    public const string Kind = "ticket field";

    /// <summary>Where the account's ticket fields are (support.zendesk.com 4420210121114).</summary>
    public const string Page = "Admin Center, Objects and rules, Tickets, Fields";

    /// <summary>Why none is known; null: the account's fields were read.</summary>
    public string? ReadFailure { get; init; }

    public static OwnTicketFields Find(SetupNames names, IReadOnlyList<ZendeskTicketField> fields, IEnumerable<ChannelOptions> channels)
    {
        var inUse = channels.SelectMany(channel => channel.Ticket.Fields.Values).ToHashSet();
        var own = (from field in fields
                   let attribute = names.FindAttribute(field.AgentDescription)
                   where attribute is not null
                   select new OwnTicketField(attribute, field)).ToList();

        // Of several, the one that channels already fill is kept, then one that can be used.
        var kept = own.OrderByDescending(field => inUse.Contains(field.Id)).ThenByDescending(field => field.Field.Active != false)
            .DistinctBy(field => field.Attribute, StringComparer.OrdinalIgnoreCase).OrderBy(own.IndexOf).ToList();
        return new OwnTicketFields(
            kept, [.. own.Except(kept)], [.. fields.Where(field => names.FindAttribute(field.AgentDescription) is null)]);
    }

    /// <summary>Whether a field was made for this bridge.</summary>
    public bool Contains(string id) => Fields.Concat(Doubles).Any(field => field.Id == id);

    /// <summary>The fields that should exist: those that were made before, and those for further attributes.</summary>
    public IReadOnlyList<SetupObject> DescribeWanted(IReadOnlyList<string> attributes) =>
    [
        .. Fields.Select(field => OwnTicketField.DescribeWanted(GetSpelling(field, attributes), field.Field.Title)),
        .. FindMissing(attributes).Select(attribute => OwnTicketField.DescribeWanted(attribute, attribute)),
    ];

    /// <summary>The fields with the names of their attributes, in the letter case in which they are asked for.</summary>
    public IReadOnlyList<AttributeField> GetAttributeFields(IReadOnlyList<string> attributes) =>
        [.. Fields.Select(field => new AttributeField(GetSpelling(field, attributes), field.Id))];

    /// <summary>What an administrator should know before fields for these attributes are made.</summary>
    public IEnumerable<string> CreateNotes(IReadOnlyList<string> attributes)
    {
        if (ReadFailure is not null)
            yield return ReadFailure;
        foreach (var attribute in FindMissing(attributes))
        {
            if (Others.FirstOrDefault(field => string.Equals(field.Title, attribute, StringComparison.OrdinalIgnoreCase)) is { } namesake)
            {
                yield return $"There is a ticket field \"{namesake.Title}\" ({namesake.Id}) already, which is not of this bridge and is not touched. "
                    + $"To use it, leave {attribute} out of --ticket-fields, and set its id.";
            }
        }

        foreach (var field in Doubles)
        {
            yield return $"The ticket field \"{field.Field.Title}\" ({field.Id}) is for {field.Attribute} as well. "
                + "One is enough: delete it by hand, or take the bridge's words out of its description.";
        }
    }

    /// <summary>The settings that name fields which are removed, and why none can be.</summary>
    public IEnumerable<string> CreateRemovalNotes(IReadOnlyDictionary<string, ChannelOptions> channels)
    {
        var named = from channel in channels
                    from mapping in channel.Value.Ticket.Fields
                    where Contains(mapping.Value)
                    select $"Take Channels:{channel.Key}:Ticket:Fields:{mapping.Key} out of the settings: it names the ticket field {mapping.Value}, "
                        + "which was made for this bridge.";
        return ReadFailure is null ? named : named.Prepend(ReadFailure);
    }

    private IEnumerable<string> FindMissing(IReadOnlyList<string> attributes) =>
        attributes.Where(attribute => !Fields.Any(field => field.IsFor(attribute)));

    private static string GetSpelling(OwnTicketField field, IReadOnlyList<string> attributes) =>
        attributes.FirstOrDefault(field.IsFor) ?? field.Attribute;
}

/// <summary>A ticket field that was made for an attribute.</summary>
/// <param name="Attribute">The attribute's name.</param>
/// <param name="Field">The field.</param>
internal sealed record OwnTicketField(string Attribute, ZendeskTicketField Field)
{
    public const string TypeProperty = "type";

    /// <summary>Text, which is the default (developer.zendesk.com, "Ticket Fields", "Create Ticket Field").</summary>
    public const string TextType = "text";

    public string Id => Field.Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>What keeps the bridge from filling the field; null: nothing.</summary>
    public string? Fault => Field.Type != TextType ? $"has the type {Field.Type} instead of {TextType}"
        : Field.Active == false ? "is not active"
        : null;

    /// <summary>What to do about a field of another type. Zendesk takes a type only when a field is made.</summary>
    public string TypeAdvice => TypeAdviceFor(Attribute);

    public static string TypeAdviceFor(string attribute) =>
        $"Zendesk changes no field's type. Delete it, or take the bridge's words out of its description ({OwnTicketFields.Page}); then "
        + $"\"setup apply --ticket-fields {attribute}\" makes another one.";

    /// <summary>Letter case does not count in names of attributes here, as it does not in the keys of the settings.</summary>
    public bool IsFor(string attribute) => Attribute.Equals(attribute, StringComparison.OrdinalIgnoreCase);

    public SetupObject Describe() => Describe(Attribute, Field.Title ?? "", Id, Field.Type ?? "", Field.Active != false);

    /// <summary>The field as it should be. It may have any title, so the present one is the right one.</summary>
    public static SetupObject DescribeWanted(string attribute, string? title) => Describe(attribute, title ?? "", null, TextType, isActive: true);

    private static SetupObject Describe(string attribute, string title, string? id, string type, bool isActive) =>
        new(OwnTicketFields.Kind, title, id, new Dictionary<string, string> { [TypeProperty] = type, ["active"] = isActive ? "yes" : "no" })
        {
            Key = attribute,
            IsOptional = true,
        };
}
