package org.tweedie.conformance;

import static org.tweedie.conformance.Compare.show;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.tweedie.api.field.Field;

/** The same calls from one thread and from many at once. */
final class Contention {
  private static final int THREADS = 6;
  private static final int ROUNDS = 10;
  private static final int LARGE = 40_000; // components: large fields need fewer rounds to collide

  private Contention() {}

  static void check(List<Function<Field, Field>> calls, List<Field> arguments) {
    List<Field> alone = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      alone.add(calls.get(i).apply(arguments.get(i)));
    }
    int rounds = Math.max(1, Math.min(ROUNDS, LARGE / arguments.get(0).data().length));
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    CountDownLatch start = new CountDownLatch(1);
    try {
      List<Future<Double>> worst = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int offset = t * 7; // threads are at different calls at one time
        worst.add(
            pool.submit(
                () -> {
                  start.await();
                  double error = 0;
                  for (int k = 0; k < rounds * calls.size(); k++) {
                    int i = (k + offset) % calls.size();
                    Field r = calls.get(i).apply(arguments.get(i));
                    error = Math.max(error, Compare.relative(r, alone.get(i)));
                  }
                  return error;
                }));
      }
      start.countDown();
      for (Future<Double> f : worst) {
        double error = f.get();
        if (!(error <= 1e-6)) {
          throw new Violation(
              "the result of one thread, within 1e-6, from " + THREADS + " threads at once",
              "a relative difference of " + show(error),
              "shared scratch space or a shared plan: keep one per thread or allocate");
        }
      }
    } catch (ExecutionException e) {
      throw new Violation(
          "the result of one thread from " + THREADS + " threads at once",
          String.valueOf(e.getCause()),
          "shared scratch space or a shared plan: keep one per thread or allocate",
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while testing", e);
    } finally {
      pool.shutdownNow();
    }
  }
}
