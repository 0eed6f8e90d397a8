"""The engines that we measure ourselves against."""
