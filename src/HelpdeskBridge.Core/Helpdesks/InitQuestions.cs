namespace HelpdeskBridge.Helpdesks;

/// <summary>What <c>setup init</c> asks about an account of one product.</summary>
/// <param name="Kind">The product.</param>
/// <param name="Address">Asks for the address of the account.</param>
/// <param name="ReadAddress">Makes <c>BaseUrl</c> of the answer, or says what is wrong with it.</param>
/// <param name="SignInSection">The section of the account that has the credentials.</param>
/// <param name="Credentials">Asks for the credentials.</param>
/// <param name="Group">What the product calls a group of agents.</param>
/// <param name="HasWebhook">Whether the product calls a webhook, so that the settings need its secret.</param>
/// <param name="NextStep">What to do in the product after the file is written.</param>
internal sealed record InitQuestions(
    HelpdeskKind Kind, string Address, Func<string, (string? Value, string? Problem)> ReadAddress, string SignInSection,
    IReadOnlyList<CredentialQuestion> Credentials, string Group, bool HasWebhook, string NextStep);

/// <summary>Asks for one of the credentials.</summary>
/// <param name="Key">Its key in the section.</param>
/// <param name="Question">The question.</param>
/// <param name="IsSecret">Whether the answer is not shown.</param>
internal sealed record CredentialQuestion(string Key, string Question, bool IsSecret);
