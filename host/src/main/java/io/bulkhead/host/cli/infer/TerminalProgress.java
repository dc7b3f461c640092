package io.bulkhead.host.cli.infer;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on the terminal, with the time that is left. */
final class TerminalProgress implements Progress {
    private static final long MEBIBYTE = 1 << 20;

    private final ProgressBar bar;

    /**
     * @param bytes of the whole input
     */
    TerminalProgress(long bytes) {
        boolean small = bytes < 10 * MEBIBYTE;
        this.bar =
                new ProgressBarBuilder()
                        .setTaskName("infer")
                        .setInitialMax(bytes)
                        .setUnit(small ? " KiB" : " MiB", small ? 1024 : MEBIBYTE)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis((int) Duration.ofMillis(200).toMillis())
                        .build();
    }

    @Override
    public void advance(long bytes) {
        bar.stepBy(bytes);
    }

    @Override
    public void close() {
        bar.close();
    }
}
