package io.bulkhead.plugin.huggingface.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How the camera was held, from a JPEG's EXIF data.
 *
 * @param tag as EXIF counts: 1 is upright, 2 to 8 are mirrored and turned
 */
record Orientation(int tag) {
    private static final int SOI = 0xFFD8;
    private static final int APP1 = 0xFFE1;
    private static final int SOS = 0xFFDA;
    private static final int EXIF = 0x45786966;
    private static final int ORIENTATION = 0x0112;
    private static final Orientation UPRIGHT = new Orientation(1);

    /** Of a file of any kind; upright if it says nothing, or nothing that can be read. */
    static Orientation of(byte[] file) {
        try {
            ByteBuffer data = ByteBuffer.wrap(file);
            if (data.remaining() < 4 || (data.getShort() & 0xFFFF) != SOI) {
                return UPRIGHT;
            }
            return inSegments(data);
        } catch (BufferUnderflowException
                | IllegalArgumentException
                | IndexOutOfBoundsException cut) {
            return UPRIGHT; // as Pillow: an image with broken EXIF data is an image
        }
    }

    private static Orientation inSegments(ByteBuffer data) {
        while (data.remaining() >= 4) {
            int marker = data.getShort() & 0xFFFF;
            int size = data.getShort() & 0xFFFF;
            if (marker == SOS || size < 2) {
                return UPRIGHT;
            }
            if (marker == APP1 && size > 16 && data.getInt(data.position()) == EXIF) {
                return inExif(data.slice(data.position() + 6, size - 8));
            }
            data.position(data.position() + size - 2);
        }
        return UPRIGHT;
    }

    private static Orientation inExif(ByteBuffer exif) {
        exif.order(exif.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = exif.getInt(4);
        int entries = exif.getShort(directory) & 0xFFFF;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if ((exif.getShort(entry) & 0xFFFF) == ORIENTATION) {
                int tag = exif.getShort(entry + 8);
                return tag >= 1 && tag <= 8 ? new Orientation(tag) : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** The image as it was seen. */
    Pixels applied(Pixels image) {
        if (tag == 1) {
            return image;
        }
        boolean turned = tag >= 5;
        int width = turned ? image.height() : image.width();
        int height = turned ? image.width() : image.height();
        byte[] values = new byte[image.values().length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                copy(image, x, y, values, 3 * (y * width + x));
            }
        }
        return new Pixels(values, width, height);
    }

    private void copy(Pixels image, int x, int y, byte[] values, int at) {
        int right = image.width() - 1;
        int bottom = image.height() - 1;
        int fromX =
                switch (tag) {
                    case 2, 3 -> right - x;
                    case 5, 6 -> y;
                    case 7, 8 -> right - y;
                    default -> x;
                };
        int fromY =
                switch (tag) {
                    case 3, 4 -> bottom - y;
                    case 5, 8 -> x;
                    case 6, 7 -> bottom - x;
                    default -> y;
                };
        for (int channel = 0; channel < 3; channel++) {
            values[at + channel] = (byte) image.at(fromX, fromY, channel);
        }
    }
}
