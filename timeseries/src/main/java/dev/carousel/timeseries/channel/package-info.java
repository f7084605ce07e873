/** From measurements to what models read of them: scales, masks and gaps, channel by channel. */
package dev.carousel.timeseries.channel;
