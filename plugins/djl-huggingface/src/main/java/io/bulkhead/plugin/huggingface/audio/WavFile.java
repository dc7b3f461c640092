package io.bulkhead.plugin.huggingface.audio;

import io.bulkhead.api.error.ServingException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A recording in WAVE format: integers of 8 to 32 bits or floats; channels are averaged.
 *
 * @param samples from -1 to 1; never written to once it is built
 * @param rate samples per second
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
public record WavFile(float[] samples, int rate) {
    private static final int RIFF = 0x46464952;
    private static final int WAVE = 0x45564157;
    private static final int FMT = 0x20746d66;
    private static final int DATA = 0x61746164;
    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int EXTENSIBLE = 0xFFFE;

    private record Format(int kind, int channels, int rate, int bits) {}

    /**
     * Reads one.
     *
     * @throws ServingException {@code UNPROCESSABLE} if it is none
     */
    public static WavFile read(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (bytes.remaining() < 12 || bytes.getInt() != RIFF) {
                throw ServingException.unprocessable(
                        "the recording is no WAVE file; send WAVE, or samples as nplist");
            }
            bytes.getInt();
            if (bytes.getInt() != WAVE) {
                throw ServingException.unprocessable("the recording is no WAVE file");
            }
            return readChunks(bytes);
        } catch (BufferUnderflowException
                | IllegalArgumentException
                | IndexOutOfBoundsException e) {
            throw ServingException.unprocessable("the WAVE file is damaged");
        }
    }

    private static WavFile readChunks(ByteBuffer bytes) {
        Format format = new Format(0, 0, 0, 0);
        while (bytes.remaining() >= 8) {
            int id = bytes.getInt();
            int size = bytes.getInt();
            int length = size < 0 ? bytes.remaining() : Math.min(size, bytes.remaining());
            ByteBuffer chunk = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            if (id == FMT) {
                format = format(chunk);
            } else if (id == DATA) {
                return new WavFile(samples(format, chunk), format.rate());
            }
            bytes.position(Math.min(bytes.limit(), bytes.position() + length + (length & 1)));
        }
        throw ServingException.unprocessable("the WAVE file holds no samples");
    }

    private static Format format(ByteBuffer chunk) {
        int kind = chunk.getShort(0) & 0xFFFF;
        return new Format(
                kind == EXTENSIBLE ? chunk.getShort(24) & 0xFFFF : kind,
                chunk.getShort(2) & 0xFFFF,
                chunk.getInt(4),
                chunk.getShort(14) & 0xFFFF);
    }

    private static float[] samples(Format format, ByteBuffer data) {
        int width = format.bits() / 8;
        boolean integers = format.kind() == PCM && width >= 1 && width <= 4;
        boolean floats = format.kind() == FLOAT && width == 4;
        if (format.channels() < 1 || format.rate() < 1 || !(integers || floats)) {
            throw ServingException.unprocessable(
                    "the WAVE file is of a kind that is not read; use PCM of 8 to 32 bits, or"
                            + " floats");
        }
        float[] samples = new float[data.remaining() / width / format.channels()];
        for (int i = 0; i < samples.length; i++) {
            float sum = 0;
            for (int channel = 0; channel < format.channels(); channel++) {
                sum += sample(format, data, (i * format.channels() + channel) * width);
            }
            samples[i] = sum / format.channels();
        }
        return samples;
    }

    private static float sample(Format format, ByteBuffer data, int at) {
        if (format.kind() == FLOAT) {
            return data.getFloat(at);
        }
        return switch (format.bits() / 8) {
            case 1 -> ((data.get(at) & 0xFF) - 128) / 128f;
            case 2 -> data.getShort(at) / 32768f;
            case 3 ->
                    ((data.get(at) & 0xFF)
                                    | (data.get(at + 1) & 0xFF) << 8
                                    | data.get(at + 2) << 16)
                            / 8388608f;
            default -> data.getInt(at) / (float) (1L << 31);
        };
    }
}
