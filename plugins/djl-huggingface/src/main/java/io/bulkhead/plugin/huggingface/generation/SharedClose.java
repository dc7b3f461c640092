package io.bulkhead.plugin.huggingface.generation;

/** Frees something when the last of its users has done with it. Used by one thread. */
final class SharedClose implements Runnable {
    private final Runnable close;
    private int users;

    SharedClose(int users, Runnable close) {
        this.users = users;
        this.close = close;
    }

    @Override
    public void run() {
        if (--users == 0) {
            close.run();
        }
    }
}
