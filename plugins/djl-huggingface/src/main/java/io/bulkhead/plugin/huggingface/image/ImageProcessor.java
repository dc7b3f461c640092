package io.bulkhead.plugin.huggingface.image;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Images to what a model takes, as {@code preprocessor_config.json} says: resized, cut to the
 * middle, scaled, normalised. Immutable.
 */
public final class ImageProcessor {
    private static final double BYTE = 1 / 255.0;
    private static final int CROP_FROM = 384;

    private final JsonObject config;
    private final Filter filter;
    private final float[] means;
    private final float[] deviations;
    private final double factor;

    /**
     * @param config what the file says
     */
    public ImageProcessor(JsonObject config) {
        this.config = config;
        this.filter = Filter.of(config.size("resample", 2));
        boolean normalised = config.flag("do_normalize").orElse(true);
        this.means = triple("image_mean", normalised, 0);
        this.deviations = triple("image_std", normalised, 1);
        this.factor =
                config.flag("do_rescale").orElse(true)
                        ? config.number("rescale_factor").orElse(BYTE)
                        : 1;
    }

    private float[] triple(String name, boolean normalised, float otherwise) {
        List<Object> values = normalised ? config.list(name) : List.of();
        float[] triple = {otherwise, otherwise, otherwise};
        if (values.isEmpty() && normalised) {
            return new float[] {0.5f, 0.5f, 0.5f};
        }
        for (int i = 0; i < 3 && !values.isEmpty(); i++) {
            if (!(values.get(i % values.size()) instanceof Number number)) {
                throw ServingException.loadFailed(
                        config.source() + ": '" + name + "' must be a list of numbers", null);
            }
            triple[i] = number.floatValue();
        }
        return triple;
    }

    /**
     * What a model computes with.
     *
     * @param values all red, then all green, then all blue
     */
    @SuppressWarnings("ArrayRecordComponent") // never written to once it is built
    public record Planes(float[] values, int width, int height) {}

    /** An image's file as planes of colours. */
    public Planes process(byte[] file) {
        return planes(cut(resized(Pixels.read(file))));
    }

    private Pixels resized(Pixels image) {
        if (!config.flag("do_resize").orElse(true)) {
            return image;
        }
        Optional<Object> size = config.get("size");
        if (size.isPresent() && size.get() instanceof Number edge) {
            return config.text("feature_extractor_type").isPresent() || isSquare()
                    ? Resizing.resize(image, edge.intValue(), edge.intValue(), filter)
                    : shortest(image, edge.intValue());
        }
        JsonObject named = config.object("size");
        if (named.has("shortest_edge")) {
            return shortest(image, fit(named.size("shortest_edge")));
        }
        return Resizing.resize(image, named.size("width", 224), named.size("height", 224), filter);
    }

    /** Processors of old files, whose size is one number, by what they did with it. */
    private boolean isSquare() {
        return config.text("image_processor_type")
                .map(
                        type ->
                                type.startsWith("ViT")
                                        || type.startsWith("DeiT")
                                        || type.startsWith("Beit"))
                .orElse(true);
    }

    /** ConvNext resizes small images to more than it wants, and cuts. */
    private int fit(int edge) {
        return config.has("crop_pct") && edge < CROP_FROM
                ? (int) (edge / config.number("crop_pct").orElse(1.0))
                : edge;
    }

    private Pixels shortest(Pixels image, int edge) {
        int shorter = Math.min(image.width(), image.height());
        int longer = Math.max(image.width(), image.height());
        int other = (int) ((double) edge * longer / shorter);
        return image.width() <= image.height()
                ? Resizing.resize(image, edge, other, filter)
                : Resizing.resize(image, other, edge, filter);
    }

    private Pixels cut(Pixels image) {
        if (config.has("crop_pct")
                && config.object("size").size("shortest_edge", CROP_FROM) < CROP_FROM) {
            int edge = config.object("size").size("shortest_edge");
            return Crop.center(image, edge, edge);
        }
        if (!config.flag("do_center_crop").orElse(false)) {
            return image;
        }
        Optional<Object> size = config.get("crop_size");
        if (size.isPresent() && size.get() instanceof Number edge) {
            return Crop.center(image, edge.intValue(), edge.intValue());
        }
        JsonObject named = config.object("crop_size");
        return Crop.center(image, named.size("width", 224), named.size("height", 224));
    }

    private Planes planes(Pixels image) {
        int size = image.width() * image.height();
        float[] values = new float[Math.multiplyExact(3, size)];
        for (int channel = 0; channel < 3; channel++) {
            float mean = means[channel];
            float deviation = deviations[channel];
            for (int i = 0; i < size; i++) {
                float value = (float) ((image.values()[3 * i + channel] & 0xFF) * factor);
                values[channel * size + i] = (value - mean) / deviation;
            }
        }
        return new Planes(values, image.width(), image.height());
    }
}
