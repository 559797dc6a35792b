namespace HelpdeskBridge.Tests.Repository.Samples.Upper;

/// <summary>Stands above <see cref="Lower.UsesInBody"/> in a sample of two modules.</summary>
public sealed class UpperType
{
    public static int Value => 1;
}
