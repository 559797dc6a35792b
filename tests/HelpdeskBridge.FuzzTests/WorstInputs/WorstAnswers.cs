using System.Text.Json;
using static HelpdeskBridge.FuzzTests.WorstInputs.WorstInput;

namespace HelpdeskBridge.FuzzTests.WorstInputs;

/// <summary>Answers of the helpdesk to the questions for the comments of a ticket, and its errors.</summary>
internal static class WorstAnswers
{
    private const string EndOfComments = "],\"users\":[{\"id\":7,\"name\":\"A\",\"role\":\"agent\"}],\"meta\":{\"has_more\":false}}";
    private const string Comment =
        "{\"id\":1,\"author_id\":7,\"public\":true,\"created_at\":\"2026-11-23T10:00:01Z\",\"html_body\":\"x\",\"attachments\":[";

    public static IReadOnlyList<WorstInput> Comments { get; } =
    [
        Counting(
            "comments",
            number => $"{{\"id\":{Convert.ToInt64(number, 16)},\"author_id\":7,\"public\":true,\"html_body\":\"x\"}}", ",",
            "{\"comments\":[", EndOfComments),
        Repeating("empty comments", "{},", "{\"comments\":[", "{}" + EndOfComments),
        Repeating("comments that can't be read", "1,", "{\"comments\":[", "1" + EndOfComments),
        Counting(
            "attachments",
            number => $"{{\"id\":{Convert.ToInt64(number, 16)},\"file_name\":\"{number}\",\"content_url\":\"https://x/{number}\"}}", ",",
            "{\"comments\":[" + Comment, "]}" + EndOfComments),
        Repeating("attachments that can't be read", "1,", "{\"comments\":[" + Comment, "1]}" + EndOfComments),
        Counting("users", number => $"{{\"id\":{Convert.ToInt64(number, 16)},\"role\":\"agent\"}}", ",", "{\"comments\":[],\"users\":[", "]}"),
        Repeating("depth", "[", "{\"comments\":"),
        Repeating("merge texts", " ", "{\"comments\":[" + Comment + "],\"plain_body\":\"Request #1", "\"}" + EndOfComments),
    ];

    /// <summary>A page of comments with one comment.</summary>
    public static string CreateComment(string html) =>
        "{\"comments\":[" + Comment.Replace("\"x\"", JsonSerializer.Serialize(html), StringComparison.Ordinal) + "]}" + EndOfComments;

    public static IReadOnlyList<WorstInput> Errors { get; } =
    [
        Counting("many fields", number => $"\"{number}\":[{{\"description\":\"x\"}}]", ",", "{\"error\":\"RecordInvalid\",\"details\":{", "}}"),
        Repeating("a long field", "n", "{\"error\":\"RecordInvalid\",\"details\":{\"", "\":[]}}"),
        Repeating("a long code", "n", "{\"error\":\"", "\"}"),
        Repeating("a long status", "closed ", "{\"error\":\"RecordInvalid\",\"details\":{\"status\":\"", "\"}}"),
        Repeating("a page", "<p>", "<html>"),
        Repeating("depth", "["),
    ];
}
