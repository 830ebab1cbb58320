/**
 * Reading and writing fields as the files that imaging people exchange.
 *
 * <p>{@link org.tweedie.formats.FieldFiles} is the entry: it picks the {@link
 * org.tweedie.formats.FieldFormat} by the suffix of the file name. Every format converts to a
 * row-major float32 {@link org.tweedie.api.field.Field}; 64-bit values are rounded. Numbers are
 * passed on as they are stored, NaN and infinities included: judging them is the caller's business.
 * Writers replace the target only once the new file is complete.
 */
package org.tweedie.formats;
