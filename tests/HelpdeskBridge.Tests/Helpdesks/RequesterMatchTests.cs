using System.Text.Json;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using static HelpdeskBridge.Conversations.RequesterKey;

namespace HelpdeskBridge.Tests.Helpdesks;

/// <summary>Which of the users who have the values is the requester.</summary>
public sealed class RequesterMatchTests
{
    private static readonly RequesterOptions Names = new() { EmailFrom = "email", PhoneFrom = "phone", ExternalIdFrom = "crm" };

    private static readonly RequesterValues Values = RequesterValues.Read(
        new HandOverContext("""{"email":"a@b.co","phone":"+15551234567","crm":"CRM-7"}""", null, null), Names, "jaicp:");

    [Fact]
    public void Where_nobody_has_any_value_a_user_is_made() => Decide().ShouldBeOfType<RequesterMatch.Missing>();

    [Fact]
    public void One_user_is_taken_by_whatever_value_it_is_found()
    {
        Decide((Email, [new("1")])).ShouldBe(new RequesterMatch.Taken("1"));
        Decide((Email, [new("1")]), (Phone, [new("1")]), (ExternalId, [new("1") { ExternalId = "CRM-7" }])).ShouldBe(new RequesterMatch.Taken("1"));
    }

    [Fact]
    public void Several_users_are_nobody()
    {
        ShouldBeRefused(Decide((Phone, [new("1"), new("2")])), RequesterRefusal.Ambiguous, Phone);
        ShouldBeRefused(Decide((Email, [new("1")]), (Phone, [new("1") { IsShared = true }])), RequesterRefusal.Ambiguous, Phone);
        ShouldBeRefused(Decide((Email, [new("1")]), (Phone, [new("2")])), RequesterRefusal.Contradiction, Email, Phone, ExternalId);
    }

    [Fact]
    public void A_user_with_another_external_id_is_another_person()
    {
        ShouldBeRefused(Decide((Email, [new("1") { ExternalId = "CRM-8" }])), RequesterRefusal.Contradiction, Email, Phone, ExternalId);
        Decide((Email, [new("1") { ExternalId = null }])).ShouldBe(new RequesterMatch.Taken("1"));
    }

    [Fact]
    public void An_agent_is_never_taken_whoever_else_has_the_value()
    {
        ShouldBeRefused(Decide((Email, [new("1") { IsStaff = true }])), RequesterRefusal.Staff, Email);
        ShouldBeRefused(Decide((Email, [new("1")]), (Phone, [new("1"), new("2") { IsStaff = true }])), RequesterRefusal.Staff, Phone);
    }

    [Fact]
    public void A_suspended_user_is_not_taken() =>
        ShouldBeRefused(Decide((Email, [new("1") { IsSuspended = true }])), RequesterRefusal.Suspended, Email);

    [Fact]
    public void One_value_that_is_not_valid_is_enough()
    {
        var values = RequesterValues.Read(
            new HandOverContext(JsonSerializer.Serialize(new { email = "a@b.co", phone = "123" }), null, null), Names, "jaicp:");

        ShouldBeRefused(
            RequesterMatch.Decide(values, new Dictionary<RequesterKey, IReadOnlyList<RequesterCandidate>> { [Email] = [new("1")] }),
            RequesterRefusal.Invalid, Phone);
    }

    private static RequesterMatch Decide(params (RequesterKey Key, RequesterCandidate[] Users)[] found) => RequesterMatch.Decide(
        Values, found.ToDictionary(pair => pair.Key, IReadOnlyList<RequesterCandidate> (pair) => pair.Users));

    private static void ShouldBeRefused(RequesterMatch match, RequesterRefusal reason, params RequesterKey[] keys)
    {
        var note = match.ShouldBeOfType<RequesterMatch.Refused>().Note;
        note.Reason.ShouldBe(reason);
        note.Keys.ShouldBe(keys);
    }
}
