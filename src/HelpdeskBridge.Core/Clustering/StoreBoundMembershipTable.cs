using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using Orleans.Clustering.Redis;

namespace HelpdeskBridge.Clustering;

/// <summary>A list of the cluster in which a process shows that it is alive only while it can write to the store, wherever the list is.</summary>
internal sealed class StoreBoundMembershipTable(IMembershipTable inner, IDatabase store, BridgeClock clock) : IMembershipTable
{
    public async Task UpdateIAmAlive(MembershipEntry entry)
    {
        await store.WriteAsync(write => write.Probe.WriteAsync(clock.Now), CancellationToken.None);
        await inner.UpdateIAmAliveAsync(entry, CancellationToken.None);
    }

    public Task InitializeMembershipTable(bool tryInitTableVersion) =>
        inner.InitializeMembershipTableAsync(tryInitTableVersion, CancellationToken.None);

    public Task DeleteMembershipTableEntries(string clusterId) => inner.DeleteMembershipTableEntriesAsync(clusterId, CancellationToken.None);

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) =>
        inner.CleanupDefunctSiloEntriesAsync(beforeDate, CancellationToken.None);

    public Task<MembershipTableData> ReadRow(SiloAddress key) => inner.ReadRowAsync(key, CancellationToken.None);

    public async Task<MembershipTableData> ReadAll()
    {
        try
        {
            return await inner.ReadAllAsync(CancellationToken.None);
        }
        catch (RedisClusteringException)
        {
            // Redis was emptied. The list begins anew, without those that were in it.
            await inner.InitializeMembershipTableAsync(true, CancellationToken.None);
            return await inner.ReadAllAsync(CancellationToken.None);
        }
    }

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) =>
        inner.InsertRowAsync(entry, tableVersion, CancellationToken.None);

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        inner.UpdateRowAsync(entry, etag, tableVersion, CancellationToken.None);
}
