package com.example;

import io.bulkhead.api.typed.Input;
import io.bulkhead.api.typed.Output;
import io.bulkhead.api.typed.Predict;
import java.awt.image.BufferedImage;

/** The negative of a picture, and how bright that is. */
public final class Negative {
    /** What it answers. */
    public record Picture(@Output(contentType = "image") BufferedImage picture, double brightness) {}

    @Predict
    Picture negative(@Input(contentType = "image") BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        BufferedImage negative = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        long sum = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int rgb = ~picture.getRGB(x, y) & 0xFFFFFF;
                negative.setRGB(x, y, rgb);
                sum += (rgb >> 16 & 0xFF) + (rgb >> 8 & 0xFF) + (rgb & 0xFF);
            }
        }
        return new Picture(negative, sum / (3.0 * 255 * width * height));
    }
}
