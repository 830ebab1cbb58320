package org.tweedie.priors.analytic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;

class MixtureProviderTest {
  private final MixtureProvider provider = new MixtureProvider();

  @TempDir Path folder;

  @Test
  void readsTheFile() throws IOException {
    Context context =
        file("{\"weights\": [0.25, 0.75], \"means\": [[0], [2]], \"covariances\": [[[1]], [[1]]]}");
    assertEquals("real 1", provider.card(context).spacesInWords());
    try (Prior prior = provider.create(context, Space.real(1))) {
      // At a huge noise level the denoiser returns the mean, 1.5.
      Field u = Field.zeros(Space.real(1));
      Denoiser denoiser = prior.capability(Denoiser.class).orElseThrow();
      assertEquals(1.5, denoiser.denoise(List.of(u), 1e5).get(0).data()[0], 1e-6);
    }
  }

  /** Two real coordinates are one complex number as well, and the card says so beforehand. */
  @Test
  void servesRealAndComplexVectors() throws IOException {
    Context context =
        file("{\"weights\": [1], \"means\": [[3, 4]], \"covariances\": [[[1,0],[0,1]]]}");
    PriorCard card = provider.card(context);
    for (Space space : List.of(Space.real(2), Space.complex(1))) {
      assertTrue(card.accepts(space));
      try (Prior prior = provider.create(context, space)) {
        assertEquals(card.spaces(), prior.card().spaces());
        assertEquals(card.name(), prior.card().name());
        Denoiser denoiser = prior.capability(Denoiser.class).orElseThrow();
        Field x = denoiser.denoise(List.of(Field.zeros(space)), 1e5).get(0);
        assertArrayEquals(new float[] {3, 4}, x.data(), 1e-6f);
      }
    }
    assertFalse(card.accepts(Space.complex(2)));
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Context noMeans = file("{\"weights\": [1], \"covariances\": [[[1]]]}");
    assertThrows(InvalidInputException.class, () -> provider.card(noMeans));
    Context noJson = file("weights: 1");
    assertThrows(ResourceException.class, () -> provider.card(noJson));
  }

  private Context file(String text) throws IOException {
    Path f = folder.resolve("mixture.json");
    Files.writeString(f, text);
    return Context.of(Options.bind(provider.options(), Map.of("file", f.toString())));
  }
}
