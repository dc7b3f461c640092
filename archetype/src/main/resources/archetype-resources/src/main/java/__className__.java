package ${package};

import io.bulkhead.api.typed.Input;
import io.bulkhead.api.typed.Predict;

/** A price for each house. */
public final class ${className} {
    /** A row of a request: one input for each component. */
    public record House(double area, String street, @Input(defaultValue = "1") int rooms) {}

    /** A row of the answer: one output for each component. */
    public record Price(double price, String reason) {}

    @Predict(perRow = true)
    Price price(House house) {
        double perMetre = house.street().startsWith("Elm") ? 5_000 : 3_000;
        return new Price(
                house.area() * perMetre + house.rooms() * 1_000,
                house.street() + " at " + perMetre);
    }
}
