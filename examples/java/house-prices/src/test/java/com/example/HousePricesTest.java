package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.HousePrices.House;
import org.junit.jupiter.api.Test;

/** What the method computes: plain Java. */
class HousePricesTest {
    @Test
    void elmStreetIsDear() {
        assertThat(new HousePrices().price(new House(50, "Elm Street", 1)).price())
                .isEqualTo(251_000);
    }
}
