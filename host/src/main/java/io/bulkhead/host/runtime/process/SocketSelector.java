package io.bulkhead.host.runtime.process;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's selectors, the newest of which is at hand: Netty keeps its own to itself, but {@link
 * SocketLoop} waits at it.
 */
final class SocketSelector extends SelectorProvider {
    private static final int GONE = -1;

    private final SelectorProvider jdk = SelectorProvider.provider();
    private volatile @Nullable Selector newest;

    /** Until a socket is ready, it is woken up, or the time is over. */
    void await(long millis) throws IOException {
        Selector selector = newest;
        if (selector != null) {
            selector.select(millis);
        }
    }

    /** The thread that waits, or else the next that wants to, goes on at once. */
    void wakeup() {
        Selector selector = newest;
        if (selector != null && selector.isOpen()) {
            selector.wakeup();
        }
    }

    /**
     * What the sockets wait for, in a number: another one where a waiting thread must look anew.
     */
    int interest() {
        Selector selector = newest;
        int interest = 0;
        if (selector != null && selector.isOpen()) {
            for (SelectionKey key : selector.keys()) {
                interest +=
                        System.identityHashCode(key) * (key.isValid() ? key.interestOps() : GONE);
            }
        }
        return interest;
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
        AbstractSelector selector = jdk.openSelector();
        newest = selector;
        return selector;
    }

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
        return jdk.openDatagramChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
        return jdk.openDatagramChannel(family);
    }

    @Override
    public Pipe openPipe() throws IOException {
        return jdk.openPipe();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
        return jdk.openServerSocketChannel();
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
        return jdk.openSocketChannel();
    }
}
