package com.example.typed;

import io.bulkhead.api.typed.Input;
import io.bulkhead.api.typed.Output;
import io.bulkhead.api.typed.Predict;
import io.bulkhead.api.typed.RequestParameter;
import java.util.Optional;

/** One row in, one row out. */
public final class PerRow {
    public record House(double area, String street, @Input(defaultValue = "1") int rooms, Optional<Long> year) {}

    public record Price(@Output("price") double value, String label, float[] parts) {}

    @Predict(perRow = true, computeOnly = true)
    Price price(House house, @RequestParameter(defaultValue = "2") double factor) {
        return new Price(
                factor * house.area(),
                house.street() + "/" + house.rooms() + "/" + house.year().map(String::valueOf).orElse("?"),
                new float[] {(float) house.area(), house.rooms()});
    }
}
