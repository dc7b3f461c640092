package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.netty.shaded.io.netty.bootstrap.Bootstrap;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.SimpleChannelInboundHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketLoopTest {
    private final AtomicReference<Thread> own = new AtomicReference<>();
    private final SocketLoop loop =
            new SocketLoop(
                    task -> {
                        Thread thread = new Thread(task, "loop");
                        thread.setDaemon(true);
                        own.set(thread);
                        return thread;
                    });

    @AfterEach
    void end() throws Exception {
        loop.shutdownGracefully().get(10, TimeUnit.SECONDS);
    }

    @Test
    void whoBeginsACallDoesItsWorkWhileTheLoopIsFree() {
        AtomicReference<Thread> worker = new AtomicReference<>();

        await().until(
                        () -> {
                            loop.together(() -> give(() -> worker.set(Thread.currentThread())));
                            return worker.get() == Thread.currentThread();
                        });
    }

    @Test
    void otherWorkIsDoneByTheLoopsOwnThread() throws Exception {
        assertThat(loop.submit(Thread::currentThread).get(10, TimeUnit.SECONDS))
                .isEqualTo(own.get());
    }

    private boolean give(Runnable task) {
        loop.execute(task);
        return true;
    }

    @Test
    void whoHasTheLoopDoesWhatComesMeanwhile() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch given = new CountDownLatch(1);
        CompletableFuture<Thread> late = new CompletableFuture<>();
        Thread holder =
                new Thread(
                        () ->
                                loop.together(
                                        () -> {
                                            begun.countDown();
                                            waitFor(given);
                                            return true;
                                        }));
        holder.start();
        begun.await();

        loop.execute(() -> late.complete(Thread.currentThread()));
        assertThat(late).isNotDone();
        given.countDown();

        assertThat(late.get(10, TimeUnit.SECONDS)).isIn(holder, own.get());
        holder.join();
    }

    @Test
    void workGivenByWorkComesAfterIt() {
        List<String> order = new ArrayList<>();

        loop.together(
                () -> {
                    give(() -> order.add("second"));
                    return order.add("first");
                });

        await().untilAsserted(() -> assertThat(order).containsExactly("first", "second"));
    }

    @Test
    void noTwoThreadsWorkAtOnceAndNothingIsLost() throws Exception {
        int threads = 8;
        int tasks = 20_000;
        int[] count = new int[1]; // without any other protection than the loop's
        AtomicInteger done = new AtomicInteger();
        List<Thread> bringers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread bringer =
                    new Thread(
                            () -> {
                                for (int j = 0; j < tasks; j++) {
                                    loop.execute(
                                            () -> {
                                                count[0]++;
                                                done.incrementAndGet();
                                            });
                                }
                            });
            bringers.add(bringer);
            bringer.start();
        }
        for (Thread bringer : bringers) {
            bringer.join();
        }

        await().until(() -> done.get() == threads * tasks);
        assertThat(loop.submit(() -> count[0]).get(10, TimeUnit.SECONDS))
                .isEqualTo(threads * tasks);
    }

    @Test
    void clockOfAnEarlierTaskIsHeardWhileTheLoopSleeps() throws Exception {
        var unused = loop.schedule(() -> {}, 1, TimeUnit.HOURS);

        assertThat(loop.schedule(() -> "now", 20, TimeUnit.MILLISECONDS).get(5, TimeUnit.SECONDS))
                .isEqualTo("now");
    }

    @Test
    void interruptedCallerDoesNotCloseTheConnection() throws Exception {
        try (Echo echo = new Echo(0)) {
            AtomicInteger received = new AtomicInteger();
            Channel channel = connect(echo, received);

            Thread.currentThread().interrupt();
            var unused = channel.writeAndFlush(bytes(100));
            assertThat(Thread.interrupted()).isTrue();

            await().until(() -> received.get() == 100);
            assertThat(channel.isOpen()).isTrue();
        }
    }

    @Test
    void writeThatFillsTheSocketGoesOnWhenThereIsRoom() throws Exception {
        try (Echo echo = new Echo(200)) { // milliseconds before it reads
            AtomicInteger received = new AtomicInteger();
            Channel channel = connect(echo, received);

            var unused = channel.writeAndFlush(bytes(32 << 20));

            await().until(() -> received.get() == 32 << 20);
        }
    }

    @Test
    void manyThreadsShareAConnection() throws Exception {
        try (Echo echo = new Echo(0)) {
            AtomicInteger received = new AtomicInteger();
            Channel channel = connect(echo, received);
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Thread writer =
                        new Thread(
                                () -> {
                                    for (int j = 0; j < 1_000; j++) {
                                        var unused = channel.writeAndFlush(bytes(64));
                                    }
                                });
                writers.add(writer);
                writer.start();
            }
            for (Thread writer : writers) {
                writer.join();
            }

            await().until(() -> received.get() == 8 * 1_000 * 64);
        }
    }

    @Test
    void closesItsConnectionsAndTakesNoMoreWorkOnceShutDown() throws Exception {
        try (Echo echo = new Echo(0)) {
            Channel channel = connect(echo, new AtomicInteger());

            loop.shutdownGracefully().get(10, TimeUnit.SECONDS);

            assertThat(channel.isOpen()).isFalse();
            assertThat(loop.isTerminated()).isTrue();
            assertThatThrownBy(() -> loop.execute(() -> {}))
                    .isInstanceOf(RejectedExecutionException.class);
            await().until(() -> !own.get().isAlive());
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ByteBuf bytes(int count) {
        return Unpooled.wrappedBuffer(new byte[count]);
    }

    private Channel connect(Echo echo, AtomicInteger received) throws Exception {
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(
                        new SimpleChannelInboundHandler<ByteBuf>() {
                            @Override
                            protected void channelRead0(ChannelHandlerContext to, ByteBuf bytes) {
                                received.addAndGet(bytes.readableBytes());
                            }
                        })
                .connect(echo.server.getInetAddress(), echo.server.getLocalPort())
                .sync()
                .channel();
    }

    /** Sends one connection's bytes back. */
    private static final class Echo implements AutoCloseable {
        private final ServerSocket server =
                new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final Thread thread;

        Echo(long delayMillis) throws IOException {
            this.thread = new Thread(() -> serve(delayMillis));
            thread.start();
        }

        private void serve(long delayMillis) {
            try (Socket socket = server.accept();
                    InputStream in = socket.getInputStream()) {
                TimeUnit.MILLISECONDS.sleep(delayMillis);
                in.transferTo(socket.getOutputStream());
            } catch (IOException over) {
                assertThat(over).hasMessageContaining("ocket"); // closed by the test or the loop
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() throws Exception {
            server.close();
        }
    }
}
