/** Magnitudes and quantiles of fields. */
package org.tweedie.numerics.statistics;
