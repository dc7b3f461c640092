package io.bulkhead.plugin.huggingface.settings;

import io.bulkhead.api.error.ServingException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a model computes: {@code cpu}, {@code cuda}, {@code cuda:1}, or a number as transformers
 * takes it: -1 is the CPU, others are GPUs.
 *
 * @param ordinal of the GPU; -1 for the CPU
 */
public record Device(int ordinal) {
    /** The one that is everywhere. */
    public static final Device CPU = new Device(-1);

    private static final Pattern GPU = Pattern.compile("(?:cuda|gpu)(?::(\\d{1,3}))?");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,3}");

    /**
     * Reads one.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if there is no such device
     */
    public static Device parse(String text) {
        String device = text.strip().toLowerCase(Locale.ROOT);
        if (device.isEmpty() || device.equals("cpu") || device.startsWith("cpu:")) {
            return CPU;
        }
        if (NUMBER.matcher(device).matches()) {
            return new Device(Math.max(-1, Integer.parseInt(device)));
        }
        Matcher gpu = GPU.matcher(device);
        if (gpu.matches()) {
            return new Device(gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)));
        }
        throw ServingException.loadFailed(
                "device must be cpu, cuda, cuda:N or a number, found '" + text + "'", null);
    }

    /** Whether it is the CPU. */
    public boolean isCpu() {
        return ordinal < 0;
    }

    @Override
    public String toString() {
        return isCpu() ? "cpu" : "cuda:" + ordinal;
    }
}
