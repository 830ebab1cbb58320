package org.tweedie.priors.analytic;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.tweedie.api.spi.prior.Prior;

class MixtureProviderTest {
  private final MixtureProvider provider = new MixtureProvider();

  @TempDir Path folder;

  @Test
  void readsTheFile() throws IOException {
    Options options =
        file("{\"weights\": [0.25, 0.75], \"means\": [[0], [2]], \"covariances\": [[[1]], [[1]]]}");
    assertTrue(provider.card(options).spaces().accepts(Space.real(1)));
    try (Prior prior = provider.create(options, Space.real(1))) {
      // At a huge noise level the denoiser returns the mean, 1.5.
      Field u = Field.zeros(Space.real(1));
      assertEquals(1.5, prior.denoise(List.of(u), 1e5).get(0).data()[0], 1e-6);
    }
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Options noMeans = file("{\"weights\": [1], \"covariances\": [[[1]]]}");
    assertThrows(InvalidInputException.class, () -> provider.card(noMeans));
    Options noJson = file("weights: 1");
    assertThrows(ResourceException.class, () -> provider.card(noJson));
  }

  private Options file(String text) throws IOException {
    Path f = folder.resolve("mixture.json");
    Files.writeString(f, text);
    return Options.bind(provider.options(), Map.of("file", f.toString()));
  }
}
