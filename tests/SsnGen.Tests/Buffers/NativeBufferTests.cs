using SsnGen.Buffers;

namespace SsnGen.Tests.Buffers;

public sealed unsafe class NativeBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(1000)]
    public void Memory_is_aligned_and_writable(int length)
    {
        using var buffer = new NativeBuffer<float>(length);
        Assert.Equal(0, (nint)buffer.Pointer % 64);
        Assert.Equal(length, buffer.Length);
        Assert.Equal(length, buffer.Span.Length);
        for (var i = 0; i < length; i++)
            buffer.Span[i] = i;
        for (var i = 0; i < length; i++)
            Assert.Equal(i, buffer.Pointer[i]);
    }

    [Fact]
    public void Zeroed_buffers_are_zero_to_the_end_of_the_last_line()
    {
        // The same sizes, dirtied first: a fresh page would be zero anyway.
        for (var run = 0; run < 20; run++)
        {
            using (var dirty = new NativeBuffer<double>(37))
                dirty.Span.Fill(double.NaN);
            using var buffer = new NativeBuffer<double>(37, zeroed: true);
            for (var i = 0; i < 40; i++)
                Assert.Equal(0, buffer.Pointer[i]);
        }
    }

    [Fact]
    public void Clear_zeroes()
    {
        using var buffer = new NativeBuffer<float>(100);
        buffer.Span.Fill(1);
        buffer.Clear();
        Assert.True(buffer.Span.IndexOfAnyExcept(0f) < 0);
    }

    [Fact]
    public void It_grows_and_never_shrinks()
    {
        using var buffer = new NativeBuffer<float>();
        Assert.Equal(0, buffer.Length);
        Assert.True(buffer.EnsureCapacity(100));
        Assert.Equal(100, buffer.Length);
        buffer.Span.Fill(3);
        Assert.False(buffer.EnsureCapacity(50));
        Assert.False(buffer.EnsureCapacity(100));
        Assert.Equal(100, buffer.Length);
        Assert.True(buffer.Span.IndexOfAnyExcept(3f) < 0);
        Assert.True(buffer.EnsureCapacity(100_000));
        Assert.Equal(0, (nint)buffer.Pointer % 64);
        buffer.Span.Fill(1);
    }

    [Fact]
    public void A_disposed_buffer_says_so()
    {
        var buffer = new NativeBuffer<float>(10);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Length);
        Assert.Throws<ObjectDisposedException>(() => { _ = buffer.Span; });
        Assert.Throws<ObjectDisposedException>(() => { _ = buffer.Pointer; });
        Assert.Throws<ObjectDisposedException>(buffer.Clear);
        Assert.Throws<ObjectDisposedException>(() => buffer.EnsureCapacity(1));
    }

    [Fact]
    public void Negative_lengths_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("length", () => new NativeBuffer<float>(-1));
        using var buffer = new NativeBuffer<float>(1);
        Assert.Throws<ArgumentOutOfRangeException>("length", () => buffer.EnsureCapacity(-1));
    }
}
