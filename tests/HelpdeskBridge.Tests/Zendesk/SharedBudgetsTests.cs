using System.Reflection;
using HelpdeskBridge.Zendesk.Limits;

namespace HelpdeskBridge.Tests.Zendesk;

/// <summary>The request budget of an account, when the process that keeps it ends.</summary>
public sealed class SharedBudgetsTests
{
    [Fact]
    public async Task A_request_for_which_no_place_could_be_booked_is_not_sent_and_asks_again()
    {
        var grains = DispatchProxy.Create<IGrainFactory, Grains>();
        var account = (Grains)(object)grains;
        account.Failures.Enqueue(new SiloUnavailableException("The process has ended."));
        account.Failures.Enqueue(new TimeoutException());

        var (booking, delay) = await new SharedBudgets(grains).BookAsync("main", RequestKind.UpdateTicket);

        (booking, delay, account.Calls).ShouldBe((Grains.Booking, TimeSpan.FromSeconds(1), 3));
    }

    [Fact]
    public async Task A_fault_of_our_own_is_not_repeated()
    {
        var grains = DispatchProxy.Create<IGrainFactory, Grains>();
        var account = (Grains)(object)grains;
        account.Failures.Enqueue(new InvalidOperationException());

        await Should.ThrowAsync<InvalidOperationException>(() => new SharedBudgets(grains).BookAsync("main", RequestKind.UpdateTicket));
        account.Calls.ShouldBe(1);
    }

    /// <summary>Stands for the cluster and for the grain of the account.</summary>
    public class Grains : DispatchProxy
    {
        internal static readonly Booking Booking = new(RequestKind.UpdateTicket, DateTimeOffset.UnixEpoch);

        public Queue<Exception> Failures { get; private set; } = [];

        public int Calls { get; private set; }

        private Grains? Cluster { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == nameof(IGrainFactory.GetGrain))
            {
                var account = Create<IAccountGrain, Grains>();
                ((Grains)(object)account).Cluster = this;
                return account;
            }

            Cluster!.Calls++;
            return Cluster.Failures.TryDequeue(out var failure)
                ? Task.FromException<(Booking, TimeSpan)>(failure)
                : Task.FromResult((Booking, TimeSpan.FromSeconds(1)));
        }
    }
}
