namespace HelpdeskBridge.LoadTests.Clients;

/// <summary>Makes the calls of many chats over several connections, and those of one chat one after the other.</summary>
internal static class ChatCalls
{
    private const int Connections = 64;

    /// <param name="api">The Operator API.</param>
    /// <param name="chats">How many chats.</param>
    /// <param name="create">From the number of a chat, starting at 0, to its calls.</param>
    /// <exception cref="InvalidOperationException">A call was refused.</exception>
    public static async Task RunAsync(Uri api, int chats, Func<int, IEnumerable<byte[]>> create)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(CallAsync)));

        async Task CallAsync()
        {
            using var connection = await RawConnection.OpenAsync(api, CancellationToken.None);
            while (Interlocked.Increment(ref next) is var chat && chat < chats)
            {
                foreach (var call in create(chat))
                {
                    var status = await connection.CallAsync(call, CancellationToken.None);
                    if (status != 200)
                        throw new InvalidOperationException($"The service answered {status}.");
                }
            }
        }
    }
}
